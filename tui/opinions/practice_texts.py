"""In practice, the opinions as they stand on the paper that is on the screen."""

from __future__ import annotations

from collections.abc import Mapping

from store.appraisal import Appraisal
from tally.said import Said, Translate
from tui.opinions.machine import Place
from tui.practice.sheet_file import read_practice
from tui.screen.cells import Line, line, wrap


def practice_texts(appraisal: Appraisal) -> Mapping[Place, str]:
    """What stands on the practice sheets; nothing where the appraisal is no practice."""
    if not appraisal.practice:
        return {}
    return {
        Place(batch, number): sheet.opinion
        for batch, sheets in read_practice(appraisal.folder).sheets.items()
        for number, sheet in sheets.items()
        if sheet.opinion
    }


def practice_lines(words: str, translate: Translate, cells: int) -> list[Line]:
    """One sheet's opinion in lines; none where nothing stands there."""
    if not words:
        return []
    said = Said("on the practice paper: {words}", words=words)
    return [line(one) for one in wrap(said.text(translate), cells)]
