Attribute VB_Name = "Launcher"
Option Explicit

' From a button to Python. This source is ASCII only: every text a person sees stands in the
' very hidden sheet SheetMACROTEXTS, beside its key. The module is not called Launch because a
' Sub that shares its module's name cannot be found.

Private Const TEXTS As String = "SheetMACROTEXTS"
Private Const SETTINGS As String = "SheetXLWINGS"
Private Const LAST_ROW As Long = 60
Private Const FOLDERS As Long = 16
Private Const NORMAL_WINDOW As Long = 1
Private Const WARNING_SIGN As Long = 48
Private Const INFORMATION_SIGN As Long = 64

' The front page asks for this to learn whether macros run.
Public Function SifaMacros() As String
    SifaMacros = ""
End Function

' Carry out the action of that key, in Excel through xlwings; elsewhere the launcher does what
' byFile says, if anything, on a copy of the file.
Public Sub Launch(ByVal key As String, ByVal byFile As String)
    On Error GoTo Failed
    Application.StatusBar = TextOf("working")
    If Not IsInstalled() Then
        Tell "no_program", WARNING_SIGN
    ElseIf IsExcel() Then
        RunPython "from sifa_xl.excel.buttons import press; press('" & key & "')"
    Else
        LaunchOnCopy byFile
    End If
    Application.StatusBar = False
    Exit Sub
Failed:
    Application.StatusBar = False
    MsgBox TextOf("failed") & vbLf & vbLf & Err.Description, WARNING_SIGN
End Sub

Private Function IsInstalled() As Boolean
    ' Dir of nothing answers with any file of the current folder
    If Len(Interpreter()) > 0 Then IsInstalled = (Len(Dir(Interpreter())) > 0)
End Function

' xlwings knows Excel only; WPS calls itself by its own name, or by Excel's but lies elsewhere.
Private Function IsExcel() As Boolean
    Dim home As String
    On Error Resume Next
    home = LCase(Application.Path)
    IsExcel = (Application.Name = "Microsoft Excel")
    If InStr(home, "kingsoft") > 0 Or InStr(home, "wps office") > 0 Then IsExcel = False
End Function

Private Sub LaunchOnCopy(ByVal action As String)
    Dim target As String
    If action = "" Then
        Tell "not_by_file", INFORMATION_SIGN
    ElseIf ThisWorkbook.Path = "" Or InStr(ThisWorkbook.Path, "://") > 0 Then
        Tell "save_first", WARNING_SIGN
    Else
        target = CopyName()
        ThisWorkbook.SaveCopyAs target
        Shell Quoted(Interpreter()) & " -m sifa_xl.excel.launcher " & Quoted(target) & _
            " --action " & action, NORMAL_WINDOW
        Tell "by_file", INFORMATION_SIGN
    End If
End Sub

' A new name in the output folder, which is made where it is missing.
Private Function CopyName() As String
    Dim folder As String
    Dim dot As Long
    folder = ThisWorkbook.Path & Application.PathSeparator & TextOf("folder")
    If Len(Dir(folder, FOLDERS)) = 0 Then MkDir folder
    dot = InStrRev(ThisWorkbook.Name, ".")
    CopyName = folder & Application.PathSeparator & Left(ThisWorkbook.Name, dot - 1) & "_" & _
        Stamp(Now) & Mid(ThisWorkbook.Name, dot)
End Function

' 20240305_140921; reckoned, because what Format makes of letters depends on the language.
Private Function Stamp(ByVal moment As Date) As String
    Dim dayNumber As Long
    Dim timeNumber As Long
    dayNumber = Year(moment) * 10000& + Month(moment) * 100& + Day(moment)
    timeNumber = Hour(moment) * 10000& + Minute(moment) * 100& + Second(moment)
    Stamp = CStr(dayNumber) & "_" & Right("00000" & CStr(timeNumber), 6)
End Function

' Where Python is: the setting of xlwings, with %NAME% replaced as xlwings does it.
Private Function Interpreter() As String
    Dim parts As Variant
    Dim part As Long
    parts = Split(Beside(SETTINGS, "Interpreter_Win"), "%")
    For part = 1 To UBound(parts) Step 2
        parts(part) = Environ(parts(part))
    Next part
    Interpreter = Join(parts, "")
End Function

Private Sub Tell(ByVal key As String, ByVal sign As Long)
    MsgBox TextOf(key), sign
End Sub

Private Function TextOf(ByVal key As String) As String
    TextOf = Beside(TEXTS, key)
End Function

' The second cell of the row whose first cell is the key.
Private Function Beside(ByVal sheetCode As String, ByVal key As String) As String
    Dim sheet As Object
    Dim row As Long
    For Each sheet In ThisWorkbook.Worksheets
        If sheet.CodeName = sheetCode Then
            For row = 1 To LAST_ROW
                If sheet.Cells(row, 1).Value = key Then Beside = sheet.Cells(row, 2).Value
            Next row
        End If
    Next sheet
End Function

Private Function Quoted(ByVal words As String) As String
    Quoted = Chr(34) & words & Chr(34)
End Function
