#!/bin/sh
# 查错、生成总结：工作簿作参数，一个或几个。
python="$HOME/.local/share/sifa-xl/python/bin/python"
if [ $# -eq 0 ]; then
    echo '请把填好的工作簿拖到“生成总结”图标上，或在工作簿上点右键，选“打开方式—生成总结”。'
fi
for workbook in "$@"; do
    "$python" -m sifa_xl.cli run "$workbook" --open
done
if [ -t 0 ]; then
    printf '按回车键关闭。'
    read -r _
fi
