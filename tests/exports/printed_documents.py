"""Documents for the tests of the three prints: hostile ones at random, and one that is looked at."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from exports.document import (
    Column,
    Document,
    Gap,
    Grid,
    Kept,
    Paragraph,
    Parts,
    Rate,
    Ruled,
    Share,
    Sheet,
)
from tally.rates import percent_text

PIECES = (
    "满意", "不太满意,", "。", "宽(度)", "·", "①", "…", "e\u0301", "\u0301", "👨\u200d👩\u200d👧", "❤\ufe0f", "🇨🇳", "𠮷", "\ue000", "\ufdd0",
    "\x1b[31m", "\x1b]0;x\x07", "\u202e", "\u2066", "\x00", "\x85", "\u2028", "|", '"', "'", "\r\n", "\t", "\f", "\u3000",
    "<r>", "</r>", "<b>", "&amp;", "<!--", "=1+1", "@SUM(1)", "-1", "_x0041_", "http://a.b/c", "www.a.b", "x@y.zz", "[a](b)", "![a](b)",
    "**", "_", "`", "```", "~~~", "#", "1. ", "+ ", "> ", "--+", "---", "\\", "{n}", "$x$", "word", "a", " ", "  ", "0042", "1e5", "NaN",
)  # fmt: skip

texts = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
"""Short and hostile."""
long_texts = st.one_of(
    texts,
    st.sampled_from(("汉", "x", "word ", "❤\ufe0f", "e\u0301", "a|b\n")).map(lambda text: text * 10_000)
    .map(lambda text: text[:10_000]),
)  # fmt: skip
shares = st.integers(0, 120).flatmap(lambda base: st.builds(Share, st.integers(0, base), st.just(base)))


def _rate(share):
    value = Fraction(share.count, share.base) if share.base else None
    return Rate(value, percent_text(value) if value is not None else "-")


figures = st.one_of(st.none(), st.integers(0, 10**7), shares, shares.map(_rate), st.just("无有效票"))


@st.composite
def grids(draw, cells=texts, heads=texts, most=14):
    kinds = draw(st.lists(st.booleans(), min_size=1, max_size=most))
    columns = tuple(
        Column(f"{at}{draw(heads)}", kind, draw(st.none() | st.integers(4, 30)))
        for at, kind in enumerate(kinds)
    )
    row = st.tuples(*(figures if kind else st.one_of(cells, st.none()) for kind in kinds))
    return Grid(columns, tuple(draw(st.lists(row, max_size=70))))


paragraphs = st.builds(Paragraph, long_texts, st.integers(0, 8), st.integers(0, 6))
parts = st.builds(Parts, st.lists(texts, max_size=4).map(tuple))
ruled = st.builds(
    lambda rows, height: Ruled(("甲", ""), tuple(rows), (20, 40), height),
    st.lists(st.tuples(texts, texts), max_size=12),
    st.integers(1, 4),
)
plain_blocks = st.one_of(paragraphs, parts, st.just(Gap()))
blocks = st.one_of(
    plain_blocks,
    grids(),
    ruled,
    st.builds(Kept, st.lists(st.one_of(plain_blocks, grids(most=3), ruled), max_size=4).map(tuple)),
)
sheets = st.builds(
    Sheet,
    st.lists(long_texts, max_size=3).map(tuple),
    st.lists(texts, max_size=5).map(tuple),
    st.lists(blocks, max_size=4).map(tuple),
    st.sampled_from(("", "*** 练习 ***")),
)
documents = st.builds(Document, st.just("d"), st.lists(sheets, max_size=2).map(tuple))

WORDS = {
    "zh": {
        "title": "党组织创先争优活动群众评议统计表",
        "facts": ("填报单位(公章): 某县煤炭管理局", "评议时间: 2026-12-10", "评议期: 2026年下半年", "单位: 票、%"),
        "heads": ("项目/评议员(规定数)", "发出", "收回", "有效", "无效"),
        "grades": ("满意", "比较满意", "基本满意", "不太满意", "不满意", "不了解"),
        "last": ("弃权", "行废", "满意率", "结论"),
        "items": ("总体评价", "推进创先争优和破解难题进展情况", "承诺践诺"),
        "group": "服务对象代表|窗口",
        "verdict": "低于60%, 诫勉谈话并限期整改",
        "note": "满意率=(满意+比较满意)/有效票; 方案未写明, 组织者确认。百分比各自四舍五入, 合计可能不等于100%。",
        "sign": ("监票人: ____________", "计票人: ____________(初录) ____________(复录)", "     年   月   日"),
    },
    "en": {
        "title": "Statistics table: appraisal of Party organizations",
        "facts": ("Unit (seal): coal bureau", "Date: 2026-12-10", "Period: second half of 2026", "Figures: ballots, %"),
        "heads": ("item / raters (required)", "issued", "collected", "valid", "invalid"),
        "grades": ("satisfied", "rather satisfied", "basically satisfied", "rather dissatisfied", "dissatisfied", "do not know"),
        "last": ("abstain", "spoiled", "satisfaction rate", "verdict"),
        "items": ("overall", "progress in overcoming difficulties", "promises kept"),
        "group": "those served|counter",
        "verdict": "below 60%, an admonishing talk and corrective measures in time",
        "note": "satisfaction rate = (satisfied + rather satisfied) / valid ballots; the scheme does not say, the organizer confirmed it. Each percentage is rounded by itself, a row need not add up to 100%.",
        "sign": ("Scrutineer: ____________", "Clerks: ____________ (first pass) ____________ (second pass)", "Date: ______________"),
    },
}  # fmt: skip


def example(language):
    """Two groups of columns over several pages, a sheet of one page, and a foot that stays together."""
    words = WORDS[language]
    columns = (
        Column(words["heads"][0], False, 20),
        *(Column(head) for head in words["heads"][1:]),
        *(Column(f"{grade}%") for grade in words["grades"]),
        *(Column(head) for head in words["last"][:3]),
        Column(words["last"][3], False, 12),
    )
    rows = []
    for number in range(14):
        for group in range(3):
            base = 0 if (number, group) == (2, 1) else 40 + (number * 7 + group * 5) % 13
            counts = [base // 2, base // 4, base // 8, base // 16, 0]
            counts.append(base - sum(counts))
            good = counts[0] + counts[1]
            rate = Rate(Fraction(good, base), f"{good / base * 100:.2f}") if base else Rate(None, "-")
            label = words["items"][number % 3]
            rows.append(
                (
                    f"  {words['group']}({10 * group})" if group else f"{number + 1} {label}",
                    base + 2 if group else None, base + 1, base, 1,
                    *(Share(count, base) for count in counts),
                    0, 0, rate,
                    words["verdict"] if number % 5 == 1 and group == 0 else "",
                )
            )  # fmt: skip
    notes = tuple(Paragraph(f"{at}. {words['note']}") for at in range(1, 4))
    sign = Kept((Gap(), Parts(words["sign"][:2]), Parts(words["sign"][2:])))
    big = Sheet(
        (words["title"], "2026"),
        words["facts"],
        (Paragraph(words["note"], 2), Grid(columns, tuple(rows)), *notes, sign),
        "*** 练习 ***" if language == "zh" else "*** PRACTICE ***",
    )
    small = Sheet(
        (words["title"],), words["facts"], (Grid(columns[:8], tuple(row[:8] for row in rows[:3])), sign)
    )
    return Document("paged", (big, small))
