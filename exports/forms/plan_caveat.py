"""What a page has to say where the plan does not settle it: that a form is assumed, or that the plan is cut off."""

from __future__ import annotations

from exports.plain_text import clean
from tally.said import Said
from tally.scheme import Form, Scheme

_FIELDS = {
    "title": Said("its title"),
    "layout": Said("its layout"),
    "items": Said("its items"),
    "overall": Said("its overall row"),
}


def plan_caveats(scheme: Scheme, form: Form | None = None) -> tuple[Said, ...]:
    """What stands on every page; `form`: and what of this form is assumed.

    A plan of which a part is lost says so in one way in every sentence of `assumed` ("原文残缺,未见规定: ...",
    domain.md, "The three plans"): what all those sentences begin with stands on every page.
    """
    found = []
    lost = _common_beginning(scheme)
    if lost:
        found.append(Said("{sentence}", sentence=lost))
    if form is not None:
        fields = [said for field, said in _FIELDS.items() if f"forms.{form.id}.{field}" in scheme.assumed]
        if "grades" in scheme.assumed:
            fields.append(Said("the grades"))
        if fields:
            found.append(Said("assumed, the plan does not say: {what}", what=tuple(fields)))
    return tuple(found)


def _common_beginning(scheme: Scheme) -> str:
    """What several free sentences begin with, before their colon, if every one of them does."""
    sentences = [clean(entry) for entry in scheme.assumed if not _is_path(entry)]
    beginnings = {sentence.replace("：", ":").partition(": ")[0] for sentence in sentences}
    if len(sentences) < 2 or len(beginnings) != 1 or any(": " not in one for one in sentences):
        return ""
    return beginnings.pop()


def _is_path(entry: str) -> bool:
    return " " not in entry and entry.isascii()
