"""Typing one opinion after the other: pure, `(state, key) -> (state, effect)`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from tally.said import Said
from tui.screen.key import PASTE, PASTE_GIVEN_UP, Key
from tui.writing.text import Text, at_end, erase_after, erase_before, insert, move


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """One ballot noted as having an opinion."""

    batch: str
    ballot: int


@dataclass(frozen=True, slots=True)
class TypingState:
    """Everything between two keys. `typed` are this person's texts that are saved."""

    places: tuple[Place, ...]
    at: int
    typed: Mapping[Place, str]
    text: Text = field(default_factory=Text)
    message: Said | None = None
    alarm: bool = False
    left: bool = False
    done: bool = False
    """No text is missing, and the clerk has chosen none to change: nothing is on the screen, typing marks nothing."""
    after_return: bool = False
    by_others: frozenset[Place] = frozenset()
    """Another person has typed these, so this one need not; their text is not shown here."""

    @property
    def place(self) -> Place:
        """The ballot on the screen."""
        return self.places[self.at]

    @property
    def saved_text(self) -> str:
        """What is saved of it."""
        return self.typed.get(self.place, "")

    @property
    def left_to_type(self) -> int:
        """How many texts are still to be typed."""
        return sum(self.is_missing(place) for place in self.places)

    def is_missing(self, place: Place) -> bool:
        """Whether a text is still to be typed."""
        return place not in self.typed and place not in self.by_others


@dataclass(frozen=True, slots=True)
class Save:
    """Save the text of a ballot durably; the answer is given with `saved` or `not_saved`."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class Keep:
    """Keep the text so far as a draft."""

    place: Place
    text: str


_ALL_TYPED = Said("all opinions are typed: PgUp or PgDn chooses one to change, Esc leaves")
_WHEN_DONE = ("enter", "ctrl+j", "escape", "pageup", "pagedown", "up", "down")
"""The keys that do something once all are typed."""

Outcome = tuple[TypingState, Save | Keep | None]


def begin(
    places: tuple[Place, ...],
    typed: Mapping[Place, str],
    draft: tuple[Place, str] | None = None,
    by_others: frozenset[Place] = frozenset(),
) -> TypingState:
    """At the draft where there is one, else at the first ballot without a text; else all are typed already."""
    if draft is not None and draft[0] in places:
        state = TypingState(places, places.index(draft[0]), dict(typed), by_others=by_others)
        return replace(state, text=at_end(draft[1]))
    return _to_missing(TypingState(places, -1, dict(typed), by_others=by_others))


def press(state: TypingState, key: Key) -> Outcome:
    """Handle one key."""
    after_return = key.name == "enter"
    if key.name == "ctrl+j" and state.after_return:
        return replace(state, after_return=False), None
    now = replace(state, message=None, alarm=False, after_return=after_return)
    if state.done and key.name not in _WHEN_DONE:
        return _refuse(now, _ALL_TYPED), None
    match key.name:
        case "enter" | "ctrl+j":
            return (replace(now, message=_ALL_TYPED), None) if now.done else _enter(now)
        case "escape":
            return replace(now, left=True), None
        case "backspace":
            return _with(now, erase_before(now.text))
        case "delete":
            return _with(now, erase_after(now.text))
        case "left":
            return replace(now, text=move(now.text, -1)), None
        case "right":
            return replace(now, text=move(now.text, 1)), None
        case "home":
            return replace(now, text=move(now.text, -len(now.text.written))), None
        case "end":
            return replace(now, text=move(now.text, len(now.text.written))), None
        case "pageup" | "up":
            return _go(now, -1)
        case "pagedown" | "down":
            return _go(now, 1)
        case name if name == PASTE_GIVEN_UP:
            return _refuse(now, Said("the terminal began a paste and never ended it; type it again")), None
        case name if name == PASTE or (key.character and "+" not in key.name[1:]):
            text, why = insert(now.text, key.character)
            return (_refuse(now, why), None) if why else _with(now, text)
        case _:
            return _refuse(now, Said("this key does nothing here")), None


def saved(state: TypingState) -> TypingState:
    """The text on the screen is on disk: to the next ballot without one, or say that all are typed."""
    typed = {**state.typed, state.place: state.text.written.strip()}
    said = Said("ballot {number} of batch {batch}: opinion saved", number=state.place.ballot,
                batch=state.place.batch)  # fmt: skip
    now = _to_missing(replace(state, typed=typed))
    return now if now.done else replace(now, message=said)


def not_saved(state: TypingState, why: Said) -> TypingState:
    """The disk has it not; the text stays on the screen."""
    return _refuse(state, Said("NOT saved: {why}. The text is still on the screen", why=why))


def _enter(state: TypingState) -> Outcome:
    text = state.text.written.strip()
    if text and text != state.saved_text:
        return state, Save(state.place, text)
    if not text and state.saved_text:
        return _refuse(state, Said("a saved text can be replaced, not emptied")), None
    now = _to_missing(state)
    if not now.done and now.at == state.at:
        return _refuse(
            state, Said("no other text is missing; type this one, or Esc leaves it for later")
        ), None
    return now, None


def _to_missing(state: TypingState) -> TypingState:
    """The next ballot without a text, from here on and then from the first; never a saved one."""
    order = [*range(state.at + 1, len(state.places)), *range(state.at + 1)]
    for at in order:
        if state.is_missing(state.places[at]):
            return _at(state, at)
    return replace(state, at=max(state.at, 0), done=True, text=Text(), message=_ALL_TYPED)


def _go(state: TypingState, by: int) -> Outcome:
    """To the ballot before or after; from where all are typed, to the one that was on the screen last."""
    if state.done:
        return _chosen(state, state.at), None
    if state.text.written.strip() not in ("", state.saved_text):
        return _refuse(state, Said("this text is not saved yet: Enter saves it")), None
    at = state.at + by
    if not 0 <= at < len(state.places):
        said = Said("this is the last one") if by > 0 else Said("this is the first one")
        return _refuse(state, said), None
    return _chosen(state, at), None


def _chosen(state: TypingState, at: int) -> TypingState:
    now = _at(state, at)
    if now.saved_text:
        return replace(now, message=Said("this text is saved; what you type changes it"))
    if now.place in now.by_others:
        said = Said("another person has typed this one; type it again and the two are compared")
        return replace(now, message=said)
    return now


def _with(state: TypingState, text: Text) -> Outcome:
    return replace(state, text=text), Keep(state.place, text.written)


def _at(state: TypingState, at: int) -> TypingState:
    now = replace(state, at=at, done=False)
    return replace(now, text=at_end(now.saved_text))


def _refuse(state: TypingState, said: Said) -> TypingState:
    return replace(state, message=said, alarm=True)
