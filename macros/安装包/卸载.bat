@echo off
chcp 936 >nul
setlocal
pushd "%~dp0"
set "PYTHON="
if exist "python\python.exe" set "PYTHON=python\python.exe"
for %%c in ({interpreters}) do if not defined PYTHON (%%~c installer\install.py --fits >nul 2>nul && set "PYTHON=%%~c")
if not defined PYTHON goto missing
%PYTHON% installer\install.py --uninstall
set "CODE=%ERRORLEVEL%"
goto end
:missing
echo 没有找到 Python。请关闭 Excel 和 WPS，手工删除文件夹 %LOCALAPPDATA%\sifa-xl 就是卸载，表格不受影响。
set "CODE=2"
:end
popd
pause
exit /b %CODE%
