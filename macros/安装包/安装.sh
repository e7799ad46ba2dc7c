#!/bin/sh
# 安装到自己的用户目录，不需要管理员，不联网。
folder=$(cd "$(dirname "$0")" && pwd)
for python in {interpreters} python3; do
    if command -v "$python" >/dev/null && "$python" "$folder/installer/install.py" --fits; then
        exec "$python" "$folder/installer/install.py" "$@"
    fi
done
echo '没有找到合用的 Python（{versions}）。请先安装，再运行一次。'
exit 2
