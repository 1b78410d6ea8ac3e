"""The practice's own screen: who you are now, what is done, and what Enter opens next."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from store import reconciling, ruling, taking_in
from store.access import find_batch
from store.appraisal import open_appraisal
from store.keying_session import begin_keying
from tally.said import Refused, Said, Translate
from tui.keying.view import KeyingView
from tui.opening import results_view
from tui.practice.accuracy import practised
from tui.practice.guide import PARTS, NextStep, Task, next_step
from tui.practice.making import Cast
from tui.practice.paper import paper_of
from tui.ruling.view import RulingView
from tui.screen.cells import Line, Look, Span, cut, line, wrap
from tui.screen.key import Key
from tui.screen.view import STAY, RestingView, Turn, View

_BEFORE = {
    Task.KEY: (
        Said("The paper is drawn on the right half of the screen. Key what it reads:"),
        Said("1 2 3 4 for the tick's column, 0 for a row without a tick, . for a row with two ticks."),
        Said("A ballot that is signed is void: *. An opinion at its foot: /. Then Enter saves it."),
        Said("After the last ballot type how many sheets there are, and Enter."),
    ),
    Task.RULE: (
        Said("The two passes differ in a few places. Look at the paper on the right and key what it reads;"),
        Said("only then both clerks' readings are shown. Nobody rules on a batch that they keyed."),
    ),
    Task.LOOK: (
        Said("Everything is settled. Look at the counts, the bars with the threshold, and the verdicts;"),
        Said("then / writes the tables that would be submitted."),
    ),
    Task.DONE: (Said("That was all of it. The tables lie in the folder export. Esc ends."),),
}


class PracticeView(RestingView):
    """Leads through the practice; each part opens with Enter and comes back here."""

    def __init__(self, folder: Path, people: Cast, translate: Translate, notice: Said | None = None) -> None:
        self._folder = folder
        self._people = people
        self._translate = translate
        self._step: NextStep = next_step(folder, people)
        self._was = ""
        self._message = notice.text(translate) if notice else ""

    def _again(self) -> View:
        self._was = self._step.person
        self._step = next_step(self._folder, self._people)
        return self

    def press(self, key: Key) -> Turn:
        """Open the next part, or end."""
        self._message = ""
        if key.name == "escape" or key.character == "q":
            return Turn(leave=True)
        if key.name in ("enter", "ctrl+j"):
            if self._step.task is Task.DONE:
                return Turn(leave=True)
            try:
                return Turn(view=self._open())
            except Refused as refused:
                self._message = "!! " + refused.said.text(self._translate)
        return STAY

    def _open(self) -> View:
        step = self._step
        appraisal = open_appraisal(self._folder, step.person)
        if step.task is Task.LOOK:
            return results_view(appraisal, self._translate, self._again)
        paper = paper_of(appraisal, step.batch, self._translate)
        if step.task is Task.KEY:
            session = begin_keying(appraisal, step.batch)
            return KeyingView(session, self._translate, lambda _: self._again(), paper)
        taking_in.take_in(appraisal, step.batch)
        reconciling.say_settled(appraisal, find_batch(appraisal, step.batch).cover)
        reconciled = ruling.open_review(appraisal, step.batch)
        return RulingView(appraisal, reconciled, self._translate, self._again, paper)

    def lines(self, width: int, height: int) -> Sequence[Line]:
        """The parts, the person, and what comes next."""
        step = self._step
        order = [part for part, _ in PARTS]
        found: list[Line] = [
            line(
                Span(
                    Said("PRACTICE: from paper to table, one person in three parts").text(self._translate),
                    Look.BOLD,
                )
            ),
            line(),
        ]
        now = order.index(step.task) if step.task in order else len(order)
        for place, (_, said) in enumerate(PARTS):
            mark = "[x]" if place < now else "[>]" if place == now else "[ ]"
            found.append(
                line(
                    Span(
                        cut(f" {mark} {said.text(self._translate)}", width),
                        Look.BOLD if place == now else Look.PLAIN,
                    )
                )
            )
        found.append(line())
        who = (
            Said("The name changes: you are now {person}.", person=step.person)
            if self._was and self._was != step.person
            else Said("You are {person}.", person=step.person)
        )
        found.append(line(Span(cut(who.text(self._translate), width), Look.REVERSE)))
        found.append(line())
        for said in _BEFORE[step.task]:
            found += [line(one) for one in wrap(said.text(self._translate), width)]
        found += [line(), *self._practised_lines(width)]
        nexts = {
            Task.KEY: Said("Enter: key batch {batch}", batch=step.batch),
            Task.RULE: Said("Enter: compare and rule on batch {batch}", batch=step.batch),
            Task.LOOK: Said("Enter: see the results"),
            Task.DONE: Said("Enter: end"),
        }
        found.append(line(Span(cut(nexts[step.task].text(self._translate), width), Look.BOLD)))
        message = wrap(self._message, width)[:2]
        folder = Said("Esc: end; it goes on where you left with: pingyi demo {folder}", folder=self._folder)
        end = wrap(folder.text(self._translate), width - 1)[:2]
        found += [()] * (height - len(message) - len(end) - len(found))
        return [
            *found,
            *(line(Span(one, Look.BOLD)) for one in message),
            *(line(one) for one in end),
        ]

    def _practised_lines(self, cells: int) -> list[Line]:
        """The clerk's own speed and accuracy, once a bundle is handed in."""
        done = practised(open_appraisal(self._folder, self._people.clerk))
        if done is None:
            return []
        figures = done.figures
        said = [
            Said(
                "Your keying: {ballots} ballots; {speed} keystrokes an hour; {corrections} corrections a 1,000 marks",
                ballots=figures.ballots,
                speed="-" if figures.keys_an_hour is None else figures.keys_an_hour,
                corrections=figures.corrections_text,
            ),
            Said(
                "As on the paper: {right} of {all} marks", right=done.right, all=done.right + len(done.wrong)
            ),
        ]
        if done.wrong:
            places = tuple(
                Said("{batch} ballot {number} row {row}", batch=one.batch, number=one.ballot, row=one.row)
                for one in done.wrong[:4]
            )
            said.append(Said("Not as on the paper: {places}", places=places))
        return [*(line(cut(one.text(self._translate), cells)) for one in said), line()]
