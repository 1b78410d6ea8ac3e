"""The lines below the rows: what was said last, what is being typed, and the keys."""

from __future__ import annotations

from tally.said import Said, Translate
from tally.scheme import Scheme
from tui.keying.keys_line import keys_lines
from tui.keying.state import KeyingState, Mode
from tui.screen.cells import Line, Look, Span, cut, line, width, wrap
from tui.screen.garbled import GARBLED
from tui.writing.line import text_line


class FootLines:
    """Draws the foot; `cursor` is the cell where an opinion's text goes in, while it is typed."""

    def __init__(self, scheme: Scheme, translate: Translate) -> None:
        self._scheme = scheme
        self._translate = translate
        self._chinese = translate("Ballot {number}") != "Ballot {number}"
        self.cursor: tuple[int, int] | None = None

    def lines(self, state: KeyingState, cells: int, height: int, *, first_ballot: bool) -> list[Line]:
        """The foot of a screen of `height` lines. Until the first ballot is saved it says in ASCII what to
        set where Chinese is garbled."""
        self.cursor = None
        shown = keys_lines(self._scheme, state.rules, state.mode, self._translate, cells - 1)
        keys = [line(one) for one in shown]
        message = state.message.text(self._translate) if state.message else ""
        if state.alarm and message:
            message = "!! " + message
        look = Look.BOLD if state.alarm else Look.PLAIN
        prompt = self._prompt_line(state, cells, height - len(keys) - 1)
        first, *rest = wrap(message, cells) if width(message) > cells else [message]
        second = line(Span(cut(" ".join(rest), cells), look))
        if prompt and state.mode is Mode.SUMMARY and rest:
            return [line(Span(first, look)), second, prompt, *keys]
        if prompt:
            return [line(Span(cut(message, cells), look)), prompt, *keys]
        if not rest and first_ballot and self._chinese:
            second = line(cut(GARBLED, cells))
        return [line(Span(first, look)), second, *keys]

    def _prompt_line(self, state: KeyingState, cells: int, y: int) -> Line:
        if state.mode is Mode.OPINION:
            asked = Said("Opinion (Enter: back to the rows): ").text(self._translate)
            written, at = text_line(state.words, cells - width(asked) - 1)
            self.cursor = (width(asked) + at, y)
            return (Span(asked, Look.BOLD), *written)
        prompt = {
            Mode.NUMBER: Said("Go to ballot (Enter: the one before): {typed}_", typed=state.typed),
            Mode.SUMMARY: Said("Sheets counted: {typed}_", typed=state.typed),
        }.get(state.mode)
        return line(Span(prompt.text(self._translate), Look.BOLD)) if prompt else ()
