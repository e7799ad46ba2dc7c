#!/bin/sh
# 只删程序，不动工作簿。
folder=$(cd "$(dirname "$0")" && pwd)
exec python3 "$folder/installer/install.py" --uninstall
