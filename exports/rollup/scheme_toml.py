"""The scheme of a rolled-up package as the text of its `scheme.toml`: what the units' schemes have in common.

Panels, roles and keying are no part of it: they are each unit's own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from exports.rollup.same_rules import exact_condition
from tally.scheme import Form, Measure, Rule, Scheme


def scheme_toml(scheme: Scheme) -> str:
    """The text, which reads back as the same scheme (panels, roles and keying left out)."""
    return "\n".join(_lines(scheme)) + "\n"


def _lines(scheme: Scheme) -> Iterator[str]:
    for name in ("title", "unit", "period", "language"):
        yield f"{name} = {_text(getattr(scheme, name))}"
    yield f"grades = {_texts(scheme.grades)}"
    if scheme.assumed:
        yield "assumed = ["
        yield from (f"    {_text(one)}," for one in scheme.assumed)
        yield "]"
    for form in scheme.forms.values():
        yield from _form(form)
    for group in scheme.groups.values():
        yield from ("", "[[groups]]", f"id = {_text(group.id)}", f"label = {_text(group.label)}")
        yield f"pooled = {'true' if group.pooled else 'false'}"
    for measure in scheme.measures.values():
        yield from _measure(measure)
    for rule in scheme.rules:
        yield from _rule(rule)
    yield from ("", "[validity]")
    yield f"over_issued = {_text('invalid' if scheme.validity.over_issued_invalid else 'report')}"
    yield f"blank_ballot = {_text('void' if scheme.validity.blank_ballot_void else 'valid')}"


def _form(form: Form) -> Iterator[str]:
    yield from ("", "[[forms]]", f"id = {_text(form.id)}", f"title = {_text(form.title)}")
    yield from (f"layout = {_text(form.layout.value)}", f"kind = {_text(form.kind.value)}")
    yield f"items = {_texts(form.items)}"
    if form.overall is not None:
        yield f"overall = {_text(form.overall)}"
        yield f"overall_at = {_text('first' if form.overall_first else 'last')}"
    yield f"decides = {_text(form.decides.value)}"


def _measure(measure: Measure) -> Iterator[str]:
    yield from ("", f"[measures.{measure.id}]", f"label = {_text(measure.label)}")
    yield from (f"grades = {sorted(measure.grades)}", f"base = {_text(measure.base.value)}")
    if measure.exclude:
        yield f"exclude = {sorted(measure.exclude)}"


def _rule(rule: Rule) -> Iterator[str]:
    yield from ("", "[[rules]]", f"id = {_text(rule.id)}")
    yield f"kind = {_texts(sorted(kind.value for kind in rule.kinds))}"
    if rule.form is not None:
        yield f"form = {_text(rule.form)}"
    if rule.groups:
        yield f"groups = {_texts(rule.groups)}"
    if rule.band is not None:
        yield f"band = {_text(rule.band)}"
    yield f"on = {_text(rule.on.value)}"
    yield f"when = {_text(exact_condition(rule.when))}"
    yield f"verdict = {_text(rule.verdict)}"
    yield f"consequences = {_texts(rule.consequences)}"


def _texts(texts: Iterable[str]) -> str:
    return "[" + ", ".join(map(_text, texts)) + "]"


def _text(text: str) -> str:
    """A basic string of TOML: JSON escapes all that it must, DEL and lone surrogates apart."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
