@echo off
chcp 936 >nul
setlocal
set "PYTHON=%LOCALAPPDATA%\sifa-xl\python\Scripts\pythonw.exe"
if not exist "%PYTHON%" goto missing
if "%~1"=="" goto empty
:next
start "" "%PYTHON%" -m sifa_xl.excel.launcher "%~f1" --action summarize
shift
if not "%~1"=="" goto next
exit /b 0
:missing
echo 这台电脑上还没有安装。请双击安装包里的“安装”。
pause
exit /b 2
:empty
echo 请先保存并关闭工作簿，再把它拖到这个图标上。
pause
exit /b 2
