"""Mark codes: how one row of a ballot reads, in files and everywhere (design.md, "Mark codes")."""

from __future__ import annotations

BLANK = "-"
"""The row bears no mark: an abstention on a ballot that is otherwise valid (未填)."""

SPOILED = "x"
"""The row bears two marks or an unreadable one (行废)."""

EMPTY = "_"
"""Not keyed. Stands only in drafts and in the rows of a void ballot; it is never counted."""

MOST_GRADES = 9


def grade_codes(grades: int) -> tuple[str, ...]:
    """The codes of `grades` grades by place on the ballot: `("1", "2", ...)`."""
    return tuple(str(place) for place in range(1, grades + 1))


def row_codes(grades: int) -> frozenset[str]:
    """Every code that a keyed row may bear."""
    return frozenset((*grade_codes(grades), BLANK, SPOILED))


def is_blank_ballot(marks: str) -> bool:
    """Whether no row bears any mark: a blank ballot (弃权票), which the scheme calls valid or void."""
    return bool(marks) and marks.strip(BLANK) == ""
