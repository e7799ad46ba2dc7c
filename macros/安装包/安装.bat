@echo off
chcp 936 >nul
setlocal
pushd "%~dp0"
if not exist "installer\install.py" goto incomplete
set "PYTHON="
if exist "python\python.exe" set "PYTHON=python\python.exe"
for %%c in ({interpreters}) do if not defined PYTHON (%%~c installer\install.py --fits >nul 2>nul && set "PYTHON=%%~c")
if not defined PYTHON goto missing
%PYTHON% installer\install.py %*
set "CODE=%ERRORLEVEL%"
goto end
:incomplete
echo 请先把压缩包全部解压到一个文件夹，再双击里面的“安装”。
set "CODE=2"
goto end
:missing
echo 没有找到合用的 Python（64 位 {versions}）。请换成带 Python 的安装包，
echo 或者先装 Python（不需要管理员），再双击“安装”。
set "CODE=2"
:end
popd
pause
exit /b %CODE%
