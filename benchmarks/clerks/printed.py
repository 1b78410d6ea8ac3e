"""The figures as tables of text."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import mean

from tabulate import tabulate

from benchmarks.clerks.delays import Delays, KeyDelays
from benchmarks.clerks.processes import Memory, processors
from benchmarks.clerks.stage import Stage

MEGABYTE = 1e6
_KINDS = ("marks", "saves", "every")
_WORDS = {"marks": "marks", "saves": "Enter (saves)", "every": "all keys"}


def delay_table(alone: KeyDelays, crowd: Stage) -> str:
    """Milliseconds of the crowd's keys beside those of one clerk alone."""
    rows: list[list[object]] = []
    for kind in _KINDS:
        one, many = getattr(alone, kind), getattr(crowd.delays, kind)
        for who, delays in (("1 clerk", one), (f"{crowd.clerks} clerks", many)):
            rows.append([_WORDS[kind], who, *_cells(delays), ""])
        if one is not None and many is not None:
            rows[-1][-1] = f"{many.p99 / one.p99:.2f}"
    if crowd.reviewers is not None:
        rows.append(["rulings", "the reviewers", *_cells(crowd.reviewers), ""])
    heads = [
        "key",
        "who",
        "keys",
        "p50",
        "p99",
        "most",
        "p50 first",
        "p99 first",
        "most first",
        "p99 : alone",
    ]
    return tabulate(rows, heads, disable_numparse=True)


def _cells(delays: Delays | None) -> list[str]:
    if delays is None:
        return ["0", *[""] * 6]
    figures = (delays.p50, delays.p99, delays.most, delays.first_p50, delays.first_p99, delays.first_most)
    return [str(delays.count), *(f"{figure:.1f}" for figure in figures)]


def share_line(stage: Stage) -> str:
    """Who kept the processors busy."""
    shares = stage.shares
    keys = len(stage.keys) / stage.seconds
    return (
        f"processors busy, of {processors()}: clerks {shares.clerks:.2f}, reviewers {shares.reviewers:.2f}, "
        f"harness {shares.harness:.3f}, all else {shares.others:.2f}; "
        f"{shares.clerks / keys * 1000:.1f} ms of processor a key; "
        f"keys written late by {stage.late_p99:.1f} ms (p99)"
    )


def memory_line(memory: Sequence[Memory]) -> str:
    """What one clerk's screen takes."""
    unshared = [one.unshared / MEGABYTE for one in memory]
    proportional = [one.proportional / MEGABYTE for one in memory]
    return (
        f"memory a clerk in MB: unshared {mean(unshared):.1f} in the mean, {max(unshared):.1f} at most; "
        f"with its part of shared pages {mean(proportional):.1f}, {max(proportional):.1f}"
    )


def kept_line(stage: Stage) -> str:
    """What came to the terminals, and whether all of it was awaited."""
    return (
        f"bytes a key {stage.bytes_a_key:.1f}; keys never shown {stage.never_shown}; "
        f"marks shown that nobody typed {stage.unasked}"
    )


def saturation_table(stages: Sequence[Stage]) -> str:
    """Ever more clerks at one rate."""
    rows = []
    for stage in stages:
        delays, shares = stage.delays.every, stage.shares
        if delays is None:
            continue
        rows.append([
            stage.clerks, f"{len(stage.keys) / stage.seconds:.0f}", f"{delays.p50:.1f}", f"{delays.p99:.1f}",
            f"{delays.most:.1f}", f"{shares.every / processors():.0%}", f"{shares.own / processors():.0%}",
            f"{sum(one.unshared for one in stage.memory) / MEGABYTE:.0f}", stage.never_shown,
        ])  # fmt: skip
    heads = [
        "clerks",
        "keys a second",
        "ms p50",
        "ms p99",
        "ms most",
        "busy",
        "by these",
        "MB unshared",
        "never shown",
    ]
    return tabulate(rows, heads, disable_numparse=True)
