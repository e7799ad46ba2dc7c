"""Why a piece of Jinja's syntax is refused in a template, and what to write instead."""

import re
from typing import Final

from jinja2 import TemplateSyntaxError, nodes

PRINTS = ("略零", "未发生", "数")  # filters
TESTS = ("已填", "为零", "非零", "待定")

_NO_FILES = "不能引用别的文件。处理：把要用的话直接写进本块。"
_NO_MACROS = "不能定义或调用程序。处理：直接写话，指标写成 {{ 名称 }}。"
_NO_VARIABLES = "不能自设变量。处理：直接用指标的名称。"
_NO_SUMS = "不能做计算。处理：在指标里定义好，再写成 {{ 名称 }}。"
_NO_COMPARISON = "不能比较大小。处理：只用 is 已填、is 为零、is 非零、is 待定；增减情况另设指标。"
_NO_SUBSCRIPT = "不能用下标取数。处理：写成 {{ 名称.栏目 }}。"
_NO_LITERALS = "花括号里只能写指标的名称。处理：要说的话写在花括号外面。"
_NO_CONDITION = "花括号里不能写条件。处理：改用 {% if 名称 is 已填 %}…{% endif %}。"
_NO_SETTINGS = "不能用这种标签。处理：只用 block、if、for。"

_REFUSED: Final[tuple[tuple[tuple[type[nodes.Node], ...], str], ...]] = (
    ((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport), _NO_FILES),
    ((nodes.Macro, nodes.CallBlock, nodes.Call), _NO_MACROS),
    ((nodes.Assign, nodes.AssignBlock, nodes.With), _NO_VARIABLES),
    ((nodes.Compare,), _NO_COMPARISON),
    ((nodes.And, nodes.Or, nodes.Not, nodes.Test, nodes.CondExpr), _NO_CONDITION),
    ((nodes.Concat, nodes.BinExpr, nodes.UnaryExpr), _NO_SUMS),
    ((nodes.Getitem, nodes.Slice), _NO_SUBSCRIPT),
    ((nodes.Literal,), _NO_LITERALS),
    ((nodes.FilterBlock, nodes.ScopedEvalContextModifier), _NO_SETTINGS),
)

BARE_FACT = "条件“{name}”没有说清。处理：写成 {name} is 已填、is 为零、is 非零或 is 待定。"
UNKNOWN_FILTER = "“|{name}”不能用。处理：只用 |略零、|未发生、|数，后面不带括号。"
UNKNOWN_TEST = "“is {name}”不能用。处理：只用 is 已填、is 为零、is 非零、is 待定，后面不带别的。"
HIDDEN_NAME = "名称“{name}”不能以下划线开头。处理：改用指标的名称。"
LOOP_NAME = "不能用 loop。处理：直接写每一行要说的话，末尾的顿号会自动整理。"
WHOLE_ROW = "“{name}”是一整行，不能直接用。处理：写出栏目，如 {name}.件数。"
PLAIN_FOR = "for 后面有多余的内容。处理：只写 {% for 行 in 分项名称 %}…{% endfor %}。"
BLOCK_NAME = "块名“{name}”应以·详、·简或·一句结尾，如“排查化解·详”。处理：改名。"
PLAIN_BLOCK = "block 后面只写块名。处理：删去 scoped 或 required。"
NESTED_BLOCK = "块里不能再套块。处理：把里面的块移到外面。"
TWICE = "块“{name}”写了两次。处理：留一个，删一个。"
OUTSIDE = "“{words}”写在块的外面。处理：移进 {{% block 名称·详 %}} 和 {{% endblock %}} 之间。"
OUTSIDE_TAG = "块的外面不能有这种标签。处理：移进块里。"
RAW = "不能用 raw。处理：删去 raw 和 endraw，直接写话。"
PRIVATE_USE = "有看不见的特殊字符（自造字）。处理：删去后重新输入这一处。"
UNOPENED = "多了一个 ]]。处理：补上前面的 [[，两个要在同一个 if 或 for 里面。"
UNCLOSED = "[[ 没有配对的 ]]。处理：补上 ]]，两个要在同一个 if 或 for 里面。"
TOO_DEEP = "套得太深（最多20层）。处理：拆成几句来写。"


def refusal(node: nodes.Node) -> str:
    """Why ``node`` may not stand where it stands."""
    found = (message for kinds, message in _REFUSED if isinstance(node, kinds))
    return next(found, _NO_SETTINGS)


def syntax_message(error: TemplateSyntaxError) -> str:
    """Jinja's complaint in the clerk's language."""
    text = error.message or ""
    if found := re.search(r"unknown tag '(.*?)'", text):
        return f"标签“{found[1]}”不认识或没有配对。处理：只用 block、if、elif、else、for。"
    if found := re.search(r"unexpected char '(.)'", text):
        return f"花括号里有不能用的“{found[1]}”。处理：花括号里只写指标的名称。"
    if "Invalid character in identifier" in text:
        return "名称里有不能用的字符，或以·开头。处理：名称只用汉字、字母、数字和·，不以·开头。"
    return "{{ }}、{% %} 或 {# #} 写得不完整或不配对。处理：检查这一行和前面没有收尾的标签。"
