Attribute VB_Name = "FunctionHelp"
Option Explicit
' Tells Excel's function wizard what the functions do.  The texts are Chinese, so they come from the
' rows behind the name sifa_help: function, category, help, then one text for each argument.

Private Const FIRST_ARGUMENT As Long = 4

Public Sub RegisterHelp()
    Dim texts As Variant
    Dim index As Long
    Dim wasSaved As Boolean
    On Error Resume Next ' a missing help text is no reason to stop the opening of the workbook
    wasSaved = ThisWorkbook.Saved
    texts = ThisWorkbook.Names("sifa_help").RefersToRange.Value
    For index = 1 To UBound(texts, 1)
        Application.MacroOptions Macro:=CStr(texts(index, 1)), Category:=CStr(texts(index, 2)), _
            Description:=CStr(texts(index, 3)), ArgumentDescriptions:=ArgumentTexts(texts, index)
    Next index
    ThisWorkbook.Saved = wasSaved
End Sub

Private Function ArgumentTexts(ByVal texts As Variant, ByVal index As Long) As Variant
    Dim found() As String
    Dim column As Long
    ReDim found(1 To 1)
    For column = FIRST_ARGUMENT To UBound(texts, 2)
        If Len(texts(index, column)) > 0 Then
            ReDim Preserve found(1 To column - FIRST_ARGUMENT + 1)
            found(column - FIRST_ARGUMENT + 1) = CStr(texts(index, column))
        End If
    Next column
    ArgumentTexts = found
End Function
