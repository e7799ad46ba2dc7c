Attribute VB_Name = "Actions"
Option Explicit

' Generated from sifa_xl/actions.py, not to be edited: what is behind every button.
' A button of a sheet calls the first Sub of a pair, the ribbon the second.

Public Sub PressCheck()
    Launch "check", "check"
End Sub

Public Sub RibbonCheck(control As IRibbonControl)
    Launch "check", "check"
End Sub

Public Sub PressSummarize()
    Launch "summarize", "summarize"
End Sub

Public Sub RibbonSummarize(control As IRibbonControl)
    Launch "summarize", "summarize"
End Sub

Public Sub PressCollect()
    Launch "collect", ""
End Sub

Public Sub RibbonCollect(control As IRibbonControl)
    Launch "collect", ""
End Sub

Public Sub PressReview()
    Launch "review", "review"
End Sub

Public Sub RibbonReview(control As IRibbonControl)
    Launch "review", "review"
End Sub

Public Sub PressRefreshWords()
    Launch "refresh_words", ""
End Sub

Public Sub RibbonRefreshWords(control As IRibbonControl)
    Launch "refresh_words", ""
End Sub

Public Sub PressPublic()
    Launch "public", "public"
End Sub

Public Sub RibbonPublic(control As IRibbonControl)
    Launch "public", "public"
End Sub

Public Sub PressHandOut()
    Launch "hand_out", "hand_out"
End Sub

Public Sub RibbonHandOut(control As IRibbonControl)
    Launch "hand_out", "hand_out"
End Sub

Public Sub PressNextPeriod()
    Launch "next_period", "next_period"
End Sub

Public Sub RibbonNextPeriod(control As IRibbonControl)
    Launch "next_period", "next_period"
End Sub

Public Sub PressMaterial()
    Launch "material", ""
End Sub

Public Sub RibbonMaterial(control As IRibbonControl)
    Launch "material", ""
End Sub

Public Sub PressArchive()
    Launch "archive", ""
End Sub

Public Sub RibbonArchive(control As IRibbonControl)
    Launch "archive", ""
End Sub

Public Sub PressSelfTest()
    Launch "self_test", ""
End Sub

Public Sub RibbonSelfTest(control As IRibbonControl)
    Launch "self_test", ""
End Sub

Public Sub PressCheckSheet()
    Launch "check_sheet", "check"
End Sub

Public Sub RibbonCheckSheet(control As IRibbonControl)
    Launch "check_sheet", "check"
End Sub

Public Sub PressPreviewSheet()
    Launch "preview_sheet", "summarize"
End Sub

Public Sub RibbonPreviewSheet(control As IRibbonControl)
    Launch "preview_sheet", "summarize"
End Sub
