Attribute VB_Name = "Udfs"
Option Explicit
' Generated from the signatures in sifa_xl/excel/udfs.py: python -m sifa_xl.excel.wrappers
' A failed call keeps the others from asking for a while: each would wait for Python to start.

Private Const RETRY_DAYS As Double = 30 / 86400
Private quietUntil As Date

Public Function SifaRate(portion As Variant, whole As Variant) As Variant
    On Error GoTo Failed
    SifaRate = Answer("rate", Array(ValueOf(portion), ValueOf(whole)))
    Exit Function
Failed:
    SifaRate = CVErr(xlErrValue)
End Function

Public Function SifaChange(current As Variant, previous As Variant, Optional unit As Variant, Optional direction As Variant) As Variant
    On Error GoTo Failed
    If IsMissing(unit) Then unit = ""
    If IsMissing(direction) Then direction = ""
    SifaChange = Answer("change", Array(ValueOf(current), ValueOf(previous), ValueOf(unit), ValueOf(direction)))
    Exit Function
Failed:
    SifaChange = CVErr(xlErrValue)
End Function

Public Function SifaNumber(value As Variant, Optional unit As Variant, Optional hedge As Variant) As Variant
    On Error GoTo Failed
    If IsMissing(unit) Then unit = ""
    If IsMissing(hedge) Then hedge = ""
    SifaNumber = Answer("number", Array(ValueOf(value), ValueOf(unit), ValueOf(hedge)))
    Exit Function
Failed:
    SifaNumber = CVErr(xlErrValue)
End Function

Public Function SifaRounded(value As Variant, Optional unit As Variant) As Variant
    On Error GoTo Failed
    If IsMissing(unit) Then unit = ""
    SifaRounded = Answer("rounded", Array(ValueOf(value), ValueOf(unit)))
    Exit Function
Failed:
    SifaRounded = CVErr(xlErrValue)
End Function

Public Function SifaDate(day As Variant) As Variant
    On Error GoTo Failed
    SifaDate = Answer("date", Array(ValueOf(day)))
    Exit Function
Failed:
    SifaDate = CVErr(xlErrValue)
End Function

Public Function SifaPeriod(year As Variant, term As Variant, Optional form As Variant) As Variant
    On Error GoTo Failed
    If IsMissing(form) Then form = ""
    SifaPeriod = Answer("period", Array(ValueOf(year), ValueOf(term), ValueOf(form)))
    Exit Function
Failed:
    SifaPeriod = CVErr(xlErrValue)
End Function

Public Function SifaCheck(sheet As Variant, ParamArray blocks() As Variant) As Variant
    On Error GoTo Failed
    Dim given() As Variant
    Dim index As Long
    ReDim given(0 To UBound(blocks) + 1)
    given(0) = ValueOf(sheet)
    For index = 0 To UBound(blocks)
        given(index + 1) = ValueOf(blocks(index))
    Next index
    SifaCheck = Answer("check", given)
    Exit Function
Failed:
    SifaCheck = CVErr(xlErrValue)
End Function

Public Function SifaPreview(sheet As Variant, ParamArray blocks() As Variant) As Variant
    On Error GoTo Failed
    Dim given() As Variant
    Dim index As Long
    ReDim given(0 To UBound(blocks) + 1)
    given(0) = ValueOf(sheet)
    For index = 0 To UBound(blocks)
        given(index + 1) = ValueOf(blocks(index))
    Next index
    SifaPreview = Answer("preview", given)
    Exit Function
Failed:
    SifaPreview = CVErr(xlErrValue)
End Function

Private Function Answer(ByVal key As String, ByVal given As Variant) As Variant
    If Now < quietUntil Then Err.Raise 5
    quietUntil = Now + RETRY_DAYS
    Answer = XLPy.CallUDF("sifa_xl.excel.udfs", key, given, ThisWorkbook, Application.Caller)
    quietUntil = 0
End Function

Private Function ValueOf(ByRef given As Variant) As Variant
    Dim area As Object
    If IsObject(given) Then
        Set area = given
        ValueOf = area.Value2
    Else
        ValueOf = given
    End If
End Function
