"""Random appraisals of every shape that a scheme allows, counted. No test stands here."""

from __future__ import annotations

import random

from hypothesis import strategies as st

from tally.appraisal_tally import tally_appraisal
from tally.count_sheets import CountSheet
from tally.scheme_reader import read_scheme
from tally.subjects import read_subjects

GRADES = ("满意", "比较满意", "基本满意", "不满意", "不了解")
RULES = """
[[rules]]
id = "low"
kind = ["organization", "member"]
when = "good < 60%"
verdict = "整改"
consequences = ["限期整改"]
[[rules]]
id = "few"
kind = "organization"
groups = ["g1"]
when = "bad > 1/3"
verdict = "谈话"
[[rules]]
id = "one"
band = "head"
kind = "organization"
on = "head"
when = "bad > 1/3 and bad < 2/3"
verdict = "基本称职"
[[rules]]
id = "two"
band = "head"
kind = "organization"
on = "head"
when = "bad > 2/3"
verdict = "不称职"
"""


def scheme_text(draw):
    grades = draw(st.integers(3, 5))
    items = draw(st.integers(1, 3))
    overall = draw(st.booleans())
    decides = draw(st.sampled_from(["pooled", "each"] + (["overall"] if overall else [])))
    quoted = ", ".join(f'"{grade}"' for grade in GRADES[:grades])
    lines = [
        f'title = "评议"\nunit = "某局"\nperiod = "2026H2"\nlanguage = "zh"\ngrades = [{quoted}]',
        '[[forms]]\nid = "org"\ntitle = "党组织评议表"\nlayout = "single"\nkind = "organization"',
        "items = [" + ", ".join(f'"第{at}项情况"' for at in range(items)) + "]",
        'overall = "总体评价"' if overall else "",
        f'decides = "{decides}"',
        f'[[forms]]\nid = "member"\ntitle = "党员评议表"\nlayout = "{draw(st.sampled_from(["roster", "single"]))}"',
        'kind = "member"',
        "items = [" + ", ".join(f'"第{at}项"' for at in range(draw(st.integers(1, 2)))) + "]",
        f'decides = "{draw(st.sampled_from(["pooled", "each"]))}"',
    ]
    for group in range(4):
        apart = "\npooled = false" if group == 3 and draw(st.booleans()) else ""
        lines.append(f'[[groups]]\nid = "g{group}"\nlabel = "第{group}类评议员代表"{apart}')
    for measure, chosen in (("good", [1, 2]), ("bad", [grades])):
        base = draw(st.sampled_from(["valid", "valid", "marked", "collected", "issued"]))
        lines.append(f'[measures.{measure}]\nlabel = "{measure}率"\ngrades = {chosen}\nbase = "{base}"')
    if draw(st.booleans()):
        lines.append('[[panels]]\nid = "p"\nform = "org"\nraters = 9\nminimum = { g1 = 3, g2 = 2 }')
    rules = RULES if draw(st.booleans()) else ""
    over = draw(st.sampled_from(["invalid", "report"]))
    return "\n".join([*lines, rules, f'[validity]\nover_issued = "{over}"', '[keying]\nvoids = "agreed"'])


def subjects_text(draw, organizations, members):
    lines = ["id,name,kind,in,panel,head,class"]
    for at in range(organizations):
        within = draw(st.sampled_from(["", "bureau", *(f"o{one}" for one in range(at))]))
        lines.append(f"o{at},第{at}党支部,organization,{within},,负责人{at},")
    for at in range(members):
        lines.append(f"m{at},党员{at}号,member,o0,,,{'书记' if at == 0 else '党员'}")
    return "\n".join([lines[0], "bureau,局党委,organization,,,,", *lines[1:]]) + "\n"


@st.composite
def tallies(draw, cases, complete=False):
    """A tally; `complete`: every ballot is settled, and the bundles are what the count sheets say."""
    text = scheme_text(draw)
    scheme = read_scheme(text).scheme
    assert scheme is not None, read_scheme(text).findings
    organizations, members = draw(st.integers(1, 5)), draw(st.integers(1, 3))
    subjects, findings = read_subjects(subjects_text(draw, organizations, members).encode(), scheme)
    assert not findings
    chance = random.Random(draw(st.integers(0, 2**32)))
    codes = [str(place) for place in range(1, len(scheme.grades) + 1)] + ["-", "x"]
    weights = [chance.random() + 0.05 for _ in codes]
    batches, counts = [], []
    rated = [("org", f"o{at}") for at in range(organizations)]
    single = scheme.forms["member"].layout.value == "single"
    rated += [("member", f"m{at}") for at in range(members)] if single else [("member", "o0")]
    for form, subject in rated:
        for group in draw(
            st.lists(st.sampled_from(list(scheme.groups)), unique=True, min_size=1, max_size=4)
        ):
            rows = len(scheme.forms[form].item_labels) * (1 if form == "org" or single else members)
            number = draw(st.sampled_from([1, 2, 3, 4, 5, 6, 8, 13]))
            ballots = [
                "V" if chance.random() < 0.1 else "".join(chance.choices(codes, weights, k=rows))
                for _ in range(number)
            ]
            more = {"opinions": chance.randrange(2)}
            if not complete and draw(st.integers(0, 3)) == 0:
                more["open_ballots"] = chance.randrange(1, 3)
            issued = draw(st.sampled_from([None, number, number + 2, max(number - 1, 0)]))
            batches.append(
                cases.bundle(scheme, subjects, len(batches), form, subject, group, issued, ballots, **more)
            )
            if draw(st.integers(0, 3)) == 0:
                collected = batches[-1].cover.collected
                if not complete:
                    collected += draw(st.integers(0, 1))
                counts.append(CountSheet(form, subject, group, issued, collected, None, None, 0))
    return tally_appraisal(scheme, subjects, counts, batches)
