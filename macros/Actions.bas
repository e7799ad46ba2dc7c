Attribute VB_Name = "Actions"
Option Explicit

' Generated from sifa_xl/actions.py, not to be edited: what is behind every button.
' A button of a sheet calls the first Sub of a pair, the ribbon the second.

Public Sub PressCheck()
    Launch "check"
End Sub

Public Sub RibbonCheck(control As IRibbonControl)
    Launch "check"
End Sub

Public Sub PressSummarize()
    Launch "summarize"
End Sub

Public Sub RibbonSummarize(control As IRibbonControl)
    Launch "summarize"
End Sub

Public Sub PressSelfTest()
    Launch "self_test"
End Sub

Public Sub RibbonSelfTest(control As IRibbonControl)
    Launch "self_test"
End Sub

Public Sub PressCheckSheet()
    Launch "check_sheet"
End Sub

Public Sub RibbonCheckSheet(control As IRibbonControl)
    Launch "check_sheet"
End Sub

Public Sub PressPreviewSheet()
    Launch "preview_sheet"
End Sub

Public Sub RibbonPreviewSheet(control As IRibbonControl)
    Launch "preview_sheet"
End Sub
