"""The commands about machines: what works on this one, a bundle for others."""

from __future__ import annotations

from sifa_xl import usage
from sifa_xl.screen import say


def doctor() -> None:
    """看看这台机器上什么能用。"""
    from sifa_xl.doctor import report

    for line in report():
        say(line)


def bundle(
    out: usage.NewBundle,
    python_version: usage.PythonVersions = None,
    python: usage.EmbeddablePython = None,
    wheel: usage.GivenWheel = None,
    linux: usage.ForLinux = False,
) -> None:
    """做离线安装包（要联网取组件）。不写版本时为 3.11。"""
    from sifa_xl import bundling

    bundling.bundle(out, bundling.Order(python_version or (), python, wheel, linux))
    say(f"已做好安装包“{out}”。")
