"""My tasks (我的任务): the batches and how far they are, and what this person can do next. No marks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from store import reconciling, taking_in
from store.access import may_not
from store.appraisal import Appraisal
from store.batch_register import Registered, read_register
from store.keying_session import may_key, take_over
from store.session_hold import HeldElsewhere
from store.status import progress
from tally.batch_life import Action
from tally.progress import BatchProgress, BatchState, PassProgress, PassState
from tally.said import Refused, Said, Translate
from tally.state_words import BATCH_WORDS, PASS_WORDS
from tui.screen.cells import Line, Look, Span, cut, line, pad, wrap
from tui.screen.garbled import GARBLED
from tui.screen.key import Key
from tui.screen.view import STAY, RestingView, Turn, View

Open = Callable[[str], View]


@dataclass(frozen=True, slots=True)
class Doors:
    """What opens the other screens: keying and ruling on a batch, the results, opinions, a sample check."""

    key: Open
    rule: Open
    results: Callable[[], View]
    opinions: Callable[[], View]
    check: Callable[[], View]


class HomeView(RestingView):
    """The list of batches; Enter does what this person can do with the chosen one."""

    def __init__(
        self,
        appraisal: Appraisal,
        translate: Translate,
        doors: Doors,
    ) -> None:
        self._appraisal = appraisal
        self._translate = translate
        self._doors = doors
        self._held: HeldElsewhere | None = None
        self._taking_over = False
        self._pressed = False
        self._message: Said | None = None
        self._alarm = False
        self._at = 0
        self._top = 0
        self.refresh()

    def refresh(self) -> None:
        """Read the state of the batches anew."""
        self._batches: tuple[BatchProgress, ...] = progress(self._appraisal)
        self._register: dict[str, Registered] = read_register(self._appraisal.layout.folder("batches"))
        # Who keys what is shown to reviewers and organizers only.
        self._with_names = may_not(self._appraisal, Action.LOOK) is None
        self._at = min(self._at, max(0, len(self._batches) - 1))

    def choose_next(self) -> None:
        """Put the cursor on the first batch that this person can do something with."""
        for place, one in enumerate(self._batches):
            if self._task(one) is not None:
                self._at = place
                return

    # -- keys

    def press(self, key: Key) -> Turn:
        """Move, open the chosen batch, open the results, or end."""
        self._message, self._alarm = None, False
        self._pressed = True
        held, self._held = self._held, None
        sure, self._taking_over = self._taking_over, False
        match (
            key.name
            if key.name in ("up", "down", "enter", "ctrl+j", "escape", "pageup", "pagedown")
            else key.character
        ):
            case "down" | "+" | "2" | "n":
                self._at = min(self._at + 1, max(0, len(self._batches) - 1))
            case "up" | "-" | "8" | "p":
                self._at = max(self._at - 1, 0)
            case "pagedown" | "3":
                self._at = min(self._at + 15, max(0, len(self._batches) - 1))
            case "pageup" | "9":
                self._at = max(self._at - 15, 0)
            case "0" if held is not None:
                self._held, self._taking_over = held, True
                self._message = Said("Enter ends the other window; any other key leaves it alone")
            case "enter" | "ctrl+j" if held is not None and sure:
                return self._try(lambda: self._take_over(held.batch))
            case "enter" | "ctrl+j":
                return self._open_chosen()
            case "/" | "o":
                return self._try(self._doors.opinions)
            case "*" | "r":
                return self._try(self._doors.results)
            case "5" | "s":
                return self._try(self._doors.check)
            case "escape" | "q":
                return Turn(leave=True)
            case _:
                return self._refuse(Said("this key does nothing here"))
        return STAY

    def _open_chosen(self) -> Turn:
        if not self._batches:
            return self._refuse(Said("no batch is registered yet: pingyi batch add"))
        chosen = self._batches[self._at]
        task = self._task(chosen)
        if task is None:
            return self._refuse(self._why_nothing(chosen))
        return self._try(task)

    def _task(self, one: BatchProgress) -> Callable[[], View | None] | None:
        if one.state in (BatchState.WITHDRAWN, BatchState.SEALED):
            return None
        open_pass = {one.first.state, one.second.state} & {PassState.OPEN, PassState.KEYING}
        if open_pass and may_key(self._appraisal, one.batch):
            return lambda: self._doors.key(one.batch)
        if may_not(self._appraisal, Action.TAKE_IN, self._register[one.batch].cover) is None:
            if PassState.HANDED_IN in (one.first.state, one.second.state):
                return lambda: self._take_in(one.batch)
            if one.state in (BatchState.DIFFERING, BatchState.SETTLED, BatchState.REOPENED):
                return lambda: self._doors.rule(one.batch)
        return None

    def _take_in(self, batch: str) -> View | None:
        taken = taking_in.take_in(self._appraisal, batch)
        reconciling.say_settled(self._appraisal, self._register[batch].cover)
        self.refresh()
        self._message = Said("batch {batch}: {count} passes taken in", batch=batch, count=len(taken))
        now = next(one for one in self._batches if one.batch == batch)
        return self._doors.rule(batch) if now.state is BatchState.DIFFERING else None

    def _take_over(self, batch: str) -> View:
        take_over(self._appraisal, batch)
        return self._doors.key(batch)

    def _why_nothing(self, one: BatchProgress) -> Said:
        if one.state is BatchState.WITHDRAWN:
            return Said("batch {batch} is withdrawn", batch=one.batch)
        if one.state is BatchState.SEALED:
            return Said("the appraisal is sealed")
        return Said("there is nothing for you to do on batch {batch} now", batch=one.batch)

    def _try(self, open_: Callable[[], View | None]) -> Turn:
        try:
            return Turn(view=open_())
        except HeldElsewhere as held:
            self._held = held
            return self._refuse(Said("{held}; if that window is dead: 0 Enter takes over", held=held.said))
        except Refused as refused:
            return self._refuse(refused.said)
        except OSError as error:
            return self._refuse(Said("{reason}", reason=error.strerror or error))

    def _refuse(self, said: Said) -> Turn:
        self._message, self._alarm = said, True
        return Turn(bell=True)

    # -- lines

    def lines(self, width: int, height: int) -> Sequence[Line]:
        """The screen for a size."""
        scheme = self._appraisal.scheme
        roles = [
            said.text(self._translate)
            for action, said in (
                (Action.KEY, Said("clerk")),
                (Action.RULE, Said("reviewer")),
                (Action.ORGANIZE, Said("organizer")),
            )
            if may_not(self._appraisal, action) is None
        ]
        who = Said(
            "You are {person} ({roles})", person=self._appraisal.person.name, roles=", ".join(roles) or "-"
        )
        practice = "  " + Said("PRACTICE").text(self._translate) if self._appraisal.practice else ""
        found = [
            line(Span(cut(f"{scheme.title}  {scheme.unit}{practice}", width), Look.BOLD)),
            line(cut(who.text(self._translate), width)),
            line(),
        ]
        room = height - 6
        self._top = min(max(self._top, self._at - room + 1), self._at)
        shown = self._batches[self._top : self._top + room]
        found += [self._row(one, self._top + at == self._at, width) for at, one in enumerate(shown)]
        if not shown:
            found.append(line(Said("no batch is registered yet: pingyi batch add").text(self._translate)))
        found += [()] * (height - 3 - len(found))
        message = self._message.text(self._translate) if self._message else self._entry_words()
        first, *rest = wrap(("!! " if self._alarm else "") + message, width) or [""]
        look = Look.BOLD if self._alarm else Look.PLAIN
        found.append(line(Span(first, look)))
        left = sum(self._task(one) is not None for one in shown) if len(shown) <= 40 else 0
        tasks = Said("{count} batches wait for you here", count=left).text(self._translate)
        found.append(line(Span(cut(" ".join(rest), width), look)) if rest else line(cut(tasks, width)))
        hint = Said("+ - choose   Enter open   / opinions   * results   5 sample check   Esc end")
        found.append(line(cut(hint.text(self._translate), width - 1)))
        return found

    def _entry_words(self) -> str:
        """Until the first key, what to set where Chinese is garbled."""
        return "" if self._pressed else GARBLED

    def _row(self, one: BatchProgress, here: bool, cells: int) -> Line:
        cover = self._register[one.batch].cover
        subject = self._appraisal.subjects.by_id.get(cover.subject)
        group = self._appraisal.scheme.groups[cover.group].label
        text = (
            pad(one.batch, 9)
            + pad(f"{subject.name if subject else cover.subject} {group}", 27)
            + pad(f"{one.ballots:4}", 6)
            + pad(self._pass_words(one.first), 14)
            + pad(self._pass_words(one.second), 14)
            + BATCH_WORDS[one.state].text(self._translate)
        )
        look = Look.REVERSE if here else Look.PLAIN
        return line(Span(">" if here else " ", Look.BOLD), Span(cut(text, cells - 2), look))

    def _pass_words(self, one: PassProgress) -> str:
        words = PASS_WORDS[one.state].text(self._translate)
        if one.state is PassState.KEYING:
            words = f"{words} {one.keyed}"
        if self._with_names and one.by:
            words += f" {one.by}"
        return words
