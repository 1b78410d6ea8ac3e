"""What my tasks are made of, read at once or by a thread: progress, cover sheets, and what is found by typing."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from store.access import may_not
from store.appraisal import Appraisal
from store.batch_register import Registered, read_register
from store.board import seals_of
from store.person import same_name
from store.status import ProgressReader
from tally.batch_life import Action
from tally.cover_sheets import CoverSheet
from tally.progress import BatchProgress
from tally.said import Translate
from tally.state_words import BATCH_WORDS
from tally.waiting import may_wait
from tui.views.finding import fold
from tui.views.parts import part_of
from tui.views.reading import Phase, Tell

SURE = 2_000_000_000
"""Nanoseconds that a folder has to have lain still before its time tells that nothing was put in after a reading."""


@dataclass(frozen=True, slots=True)
class Tasks:
    """The batches at one moment, in the order of their ids."""

    batches: tuple[BatchProgress, ...] = ()
    covers: Mapping[str, CoverSheet] = field(default_factory=dict)
    texts: tuple[str, ...] = ()
    """For each batch what typing finds: id, subject, group and state, folded, a line each."""
    waits: tuple[bool, ...] = ()
    """For each batch whether it may wait for the person."""
    with_names: bool = False
    """Who keys what is shown: to reviewers and organizers only."""


class TaskReader:
    """Reads the tasks again and again; by one thread at a time."""

    def __init__(self, appraisal: Appraisal, translate: Translate) -> None:
        self._appraisal = appraisal
        self._translate = translate
        self._progress = ProgressReader(appraisal)
        self._register: Mapping[str, Registered] = {}
        self._register_at = 0
        self._texts: dict[tuple[str, str], str] = {}

    def read(self, tell: Tell) -> Tasks:
        """The tasks now. Raises Refused, Damaged and OSError as the store does."""
        appraisal = self._appraisal
        try:
            batches = self._progress.read(lambda done, of: tell(Phase.BUNDLES, done, of))
        except BaseException:
            # Whatever was half read is read anew.
            self._progress = ProgressReader(appraisal)
            raise
        register = self._read_register()
        part = part_of(appraisal, seals_of(appraisal))
        return Tasks(
            batches=batches,
            covers={batch: one.cover for batch, one in register.items()},
            texts=tuple(self._text(one, register[one.batch].cover) for one in batches),
            waits=tuple(may_wait(one, part, same_name) for one in batches),
            with_names=may_not(appraisal, Action.LOOK) is None,
        )

    def _read_register(self) -> Mapping[str, Registered]:
        """Every cover sheet. Read again only where a record was put into the folder, which changes its time."""
        folder = self._appraisal.layout.folder("batches")
        changed = folder.stat().st_mtime_ns
        if changed != self._register_at:
            self._register = read_register(folder)
            self._texts = {}
            self._register_at = changed if time.time_ns() - changed > SURE else 0
        return self._register

    def _text(self, one: BatchProgress, cover: CoverSheet) -> str:
        state = BATCH_WORDS[one.state].text(self._translate)
        text = self._texts.get((one.batch, state))
        if text is None:
            subject = self._appraisal.subjects.by_id.get(cover.subject)
            name = subject.name if subject else cover.subject
            group = self._appraisal.scheme.groups[cover.group].label
            text = fold(f"{one.batch}\n{name}\n{group}\n{state}")
            self._texts[one.batch, state] = text
        return text
