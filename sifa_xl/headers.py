"""The words on the sheets that reader and builder share: table keys, headers, choices."""

# tables
DATA, RATES, MEASURES, EXTRAS, RELATIONS, SENTENCE = (
    "数据",
    "指标",
    "举措",
    "补充数据",
    "审核关系",
    "数据句",
)
HOME, STATUS, DRAFTS_TABLE, OUTLINE = "设置", "填报情况", "稿种", "提纲"
TOPICS, PROBLEMS, PLANS, UNITS, PHRASES = "其他工作", "存在问题", "下步打算", "填报单位", "固定用语"
UNIT_TABLE, ANALYSIS = "分所表", "分析"

# sheet codes; a line's sheet carries the line's code
HOME_SHEET, OUTLINE_SHEET, TOPICS_SHEET = "HOME", "OUTLINE", "TOPICS"
PROBLEMS_SHEET, PLANS_SHEET = "PROBLEMS", "PLANS"
UNITS_SHEET, PHRASES_SHEET, UNIT_TABLE_SHEET = "UNITS", "PHRASES", "UNITTABLE"
CATALOGUE_SHEET, FINDINGS_SHEET, SUMMARY_SHEET = "CATALOGUE", "FINDINGS", "SUMMARY"
LEDGER_LISTS_SHEET, ANALYSIS_SHEET = "LEDGERLISTS", "ANALYSIS"
PICKED = "选择"  # of 分析: the row, and the column beside it, where a ledger is picked
RULEBOOK_SHEET, SELF_TEST_SHEET = "RULEBOOK", "SELFTEST"
SOURCES_SHEET, GUIDE_SHEET, DEFINITION_SHEET = "SOURCES", "GUIDE", "DEFINITION"

# the sheets a workbook gets when it is made from the one of an earlier period
HANDOVER, REFERENCE = "交接", "上年参考"
HANDOVER_SHEET, REFERENCE_SHEET = "HANDOVER", "REFERENCE"

# headers of 数据
FIGURE, NOW, APPROX, BEFORE, UNIT, BASIS = "指标", "本期", "概数", "上年同期", "单位", "口径"
LEDGER_COUNT = "台账数"
SECTION, FILLED_BY, ADOPTED, STATUS_TEXT = "责任股室", "填报人", "采用数", "校验"
EXPLANATION, BEFORE_APPROX = "说明", "上年概数"
CLOSING = "上期期末"  # what an opening figure was when the period before ended
# hidden columns of a line's sheet; the program finds its formulas by these words
ADOPTED_BEFORE, EXACT, EXACT_BEFORE = "上年采用数", "精确值", "上年精确值"
STAR, LAST_CHECK, RAW_SENTENCE = "★", "上次检查", "数据句素材"
SAID_HERE, IS_EXPLAINED, DIFFERS = "所用说明", "说明有效", "来源不一致"

# headers of rows of prose
SUBHEADING, BELONGS, USED, DAY, WEIGHT = "小标题", "归入提纲段", "采用", "日期", "详略"
BODY, SUPPLIED_BY, NUMBERS_CHECKED = "正文", "提供股室", "数字已核"
TARGET, TARGET_UNIT, TARGET_WORD = "目标数", "目标单位", "限定词"

# headers of the other sheets
ITEM, CONTENT, HINT = "项目", "内容", "说明"
DRAFT, TITLE, ADDRESSEE, OPENING = "稿种", "标题", "主送", "开头"
NUMBER, LEVEL, HEADING, BLOCK, OWN_TEXT = "序", "级别", "标题", "内容", "自写正文"
OFFICE, RETURN_STATE, KIND = "单位名称", "状态", "类别"
CONTACT, PHONE, DUE, DUE_BEFORE = "联系人", "电话", "截止日期", "期限"  # the last: older masters
LACKING, NOTICE, REMINDER = "还缺什么", "填报通知", "催报"
# of a line's sheet and of 分所表, where every header that is none of its own is a unit's name
UNIT_TOTAL = "分所合计"
PHRASE, YEAR_FROM, YEAR_TO = "用语", "起始年", "截止年"

# the sheets programs write: tables, then headers; those behind 行编码 and 状态 are hidden
CATALOGUE, FINDINGS, SUMMARY, SOURCES = "指标清单", "校验结果", "总结", "数字出处"
LINE, WHERE, CODE, MESSAGE = "业务线", "位置", "编号", "问题与处理"
LEFT, RIGHT, DIFFERENCE, EXPLAINED, ROW_CODE = "左边", "右边", "相差", "已说明", "行编码"
# what the clerk and the director write beside a finding, and what the program keeps of it
HANDLING, RELEASED_BY, REASON = "处理", "放行人", "理由"
KEY, FINGERPRINT, SAID = "标识", "指纹", "说明原文"
RELEASE_FINGERPRINT, RELEASE_SAID = "放行指纹", "放行原文"
FINDINGS_KEPT = (KEY, FINGERPRINT, SAID, RELEASE_FINGERPRINT, RELEASE_SAID)
FINDINGS_HEAD = (
    *(NUMBER, LEVEL, LINE, WHERE, FIGURE, CODE),
    *(MESSAGE, LEFT, RIGHT, DIFFERENCE, EXPLAINED, ROW_CODE),
    *(EXPLANATION, HANDLING, RELEASED_BY, REASON, *FINDINGS_KEPT),
)
RELEASE, WITHHOLD = "放行", "暂不写入正文"  # the choices of 处理
PARAGRAPH, GENERATED, REVISED, REVISION_STATE = "段落", "生成", "修订", "状态"
LAST_GENERATED, REVISED_FROM, LAST_REVISED = "上次生成", "修订依据", "上次修订"
SUMMARY_HEAD = (
    *(PARAGRAPH, GENERATED, REVISED, REVISION_STATE),
    *(LAST_GENERATED, REVISED_FROM, LAST_REVISED, DRAFT),
)
PRINTED, CELLS, IN_PARAGRAPH, TALLY = "数字", "单元格", "所在段落", "核对"
SOURCES_HEAD = (NUMBER, PRINTED, FIGURE, CELLS, IN_PARAGRAPH, TALLY)
# 改数清单: what 更新Word数字 changed, where it stands and what was sent with it
CHANGES, CHANGES_SHEET = "改数清单", "CHANGES"
OLD_NUMBER, NEW_NUMBER, COMES_FROM, STANDS_IN = "原来", "现在", "由来", "在哪些稿"
SENT_IN, CORRECTION = "已报出的稿", "更正"
CHANGES_HEAD = (
    *(NUMBER, OLD_NUMBER, NEW_NUMBER, FIGURE, CELLS, COMES_FROM),
    *(STANDS_IN, SENT_IN, CORRECTION),
)
SELF_TEST, RESULT = "自检", "结果"
# what a collection of returns leaves: whose came in and how, what was put where, and where it is
COLLECTED, COLLECTED_SHEET, ORIGINS, ORIGINS_SHEET = "汇总台账", "COLLECTED", "汇总来源", "ORIGINS"
TRACES, TRACES_SHEET = "汇总明细", "TRACES"
FILE, SAVED, STARS, ERRORS, DOUBTS = "文件", "保存时间", "★已填", "必须改", "请核实"
REMARKS, SEND_BACK, NAMED_BY_HAND, COUNTY = "情况", "退回通知", "认定单位", "全县"
COLLECTED_HEAD = (
    *(NUMBER, OFFICE, RETURN_STATE, FILE, SAVED, STARS, ERRORS, DOUBTS),
    *(REMARKS, WHERE, SEND_BACK, NAMED_BY_HAND, FINGERPRINT),
)
SPLIT_ROW, SPLIT_COLUMN, BELOW, PUT_VALUE, GIVEN = "分项", "分项列", "下级", "汇入数", "上报数"
ORIGINS_HEAD = (
    *(OFFICE, ROW_CODE, SPLIT_ROW, SPLIT_COLUMN, BELOW, PUT_VALUE, GIVEN, APPROX),
    *(FILE, CELLS, WHERE, FINGERPRINT),
)
STANDING, PUT_AT, LEDGER_ROW = "现在的数", "汇到", "台账行"
TRACES_HEAD = (NUMBER, LINE, FIGURE, OFFICE, GIVEN, STANDING, FILE, CELLS, PUT_AT, REMARKS)
SELF_TEST_HEAD = (NUMBER, ITEM, RESULT)

OWN_COLUMNS, HEADER = "自己加的列", "表头"  # of a ledger, in the filling of a new workbook
OF_PERIOD, MATTER, REMARK = "期", "事项", "备注"
HANDOVER_HEAD = (OF_PERIOD, KIND, MATTER, CONTENT, REMARK)
REFERENCE_HEAD = (OF_PERIOD, LINE, BELONGS, SUBHEADING, BODY, SUPPLIED_BY, DAY)

# the columns that are read, by table; a split has its own
COLUMNS = {
    DATA: (FIGURE, NOW, APPROX, BEFORE, UNIT, BASIS, SECTION, FILLED_BY, EXPLANATION),
    RATES: (FIGURE, BASIS),
    MEASURES: (SUBHEADING, BELONGS, USED, DAY, WEIGHT, BODY, SUPPLIED_BY, NUMBERS_CHECKED),
    EXTRAS: (FIGURE, NOW, APPROX, BEFORE, UNIT, BASIS),
    HOME: (ITEM, CONTENT),
    DRAFTS_TABLE: (DRAFT, TITLE, ADDRESSEE, OPENING),
    OUTLINE: (LEVEL, HEADING, BLOCK, OWN_TEXT, NUMBERS_CHECKED),
    TOPICS: (BELONGS, SUBHEADING, BODY, SUPPLIED_BY, DAY, WEIGHT, USED, NUMBERS_CHECKED),
    PROBLEMS: (BODY, SUPPLIED_BY, WEIGHT, USED, NUMBERS_CHECKED),
    PLANS: (
        *(BELONGS, BODY, TARGET_WORD, TARGET, TARGET_UNIT),
        *(SUPPLIED_BY, WEIGHT, USED, NUMBERS_CHECKED),
    ),
    PHRASES: (PHRASE, YEAR_FROM, YEAR_TO),
    UNITS: (OFFICE, "业务线", RETURN_STATE),
    UNIT_TABLE: (FIGURE, APPROX, UNIT_TOTAL),
}

# choices
DRAFTS = ("市局稿", "政法委稿", "简报")
LENGTHS = ("详", "简", "一句", "不用")
OFF, ON = "本期无此工作", "有"
KEEP, MAY_DROP = "必写", "可略"
LEVEL_ONE, LEVEL_TWO = "一级", "二级"
OWN_PARAGRAPH = "自写段"
TARGET_WORDS = ("力争", "至少", "达", "完成")
SECTION_OFFICE, TOWN_OFFICE, LOWER_BUREAU = UNIT_KINDS = ("股室", "司法所", "下级司法局")
PLACE_KINDS = (TOWN_OFFICE, LOWER_BUREAU)  # together they are the whole area
DUE_IN, RETURNED, RETURNED_LATE, SENT_BACK = RETURN_STATES = ("未报", "已报", "迟报", "退回")
