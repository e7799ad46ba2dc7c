Attribute VB_Name = "LiveRows"
Option Explicit
' Shows the rows of live checking on the line sheets, or hides them, as the switch on the front
' page says.  A row is found by the code in column A, which ends in .@live or .@preview.

Public Sub ShowLiveRows()
    Dim sheet As Worksheet
    Dim isLive As Boolean
    On Error Resume Next ' a sheet that is protected otherwise stays as it is
    ' the switch says yes in Chinese: one character, U+662F
    isLive = (ThisWorkbook.Names("sifa_live").RefersToRange.Value = ChrW(&H662F))
    For Each sheet In ThisWorkbook.Worksheets
        ShowRowsOf sheet, isLive
    Next sheet
End Sub

Private Sub ShowRowsOf(ByVal sheet As Worksheet, ByVal isLive As Boolean)
    Dim codes As Variant
    Dim row As Long
    Dim last As Long
    last = sheet.UsedRange.row + sheet.UsedRange.Rows.Count - 1
    If last < 2 Then Exit Sub
    codes = sheet.Range("A1:A" & CStr(last)).Value
    For row = 1 To last
        If VarType(codes(row, 1)) = vbString Then
            If codes(row, 1) Like "*.@live" Or codes(row, 1) Like "*.@preview" Then
                If sheet.Rows(row).Hidden = isLive Then sheet.Rows(row).Hidden = Not isLive
            End If
        End If
    Next row
End Sub
