"""A folder without an appraisal: the screen offers to make one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from store.making import PRESETS, make_appraisal
from tally.said import Refused, Said, Translate
from tui.screen.cells import Line, Look, Span, cut, line
from tui.screen.key import Key
from tui.screen.view import STAY, RestingView, Turn

_WORDS = {
    "school": Said("a school's Party branch and its members"),
    "coal-bureau": Said("a bureau, its branches and their members, with thresholds"),
    "water-bureau": Said("a bureau's branches and members (the plan is cut off)"),
}


class MakingView(RestingView):
    """Choose a preset; then the screen says what comes next."""

    def __init__(self, folder: Path, translate: Translate) -> None:
        self._folder = folder
        self._translate = translate
        self._made = ""
        self._message = ""

    def press(self, key: Key) -> Turn:
        """Make the chosen appraisal, or end."""
        self._message = ""
        if key.name == "escape" or key.character in ("q", "0"):
            return Turn(leave=True)
        if self._made:
            return Turn(leave=True)
        if key.character.isdigit() and 1 <= int(key.character) <= len(PRESETS):
            preset = PRESETS[int(key.character) - 1]
            try:
                make_appraisal(self._folder, preset)
                self._made = preset
            except Refused as refused:
                self._message = "!! " + refused.said.text(self._translate)
            return STAY
        return Turn(bell=True)

    def lines(self, width: int, height: int) -> Sequence[Line]:
        """The choice, or what comes next."""
        if self._made:
            texts = [
                Said("Made in {folder}.", folder=self._folder.resolve()),
                Said("Next:"),
                Said("1. Open scheme.toml in an editor: title, unit, period, and what the plan left open."),
                Said("2. pingyi subject add ID NAME --kind organization   (and the members)"),
                Said("3. pingyi check   tells what the scheme means and what is missing."),
                Said("4. pingyi batch add ID --form FORM --subject ID --group GROUP --collected N"),
                Said("5. pingyi   opens the tasks for clerks and reviewers."),
                Said("any key ends"),
            ]
        else:
            texts = [
                Said("There is no appraisal in {folder}.", folder=self._folder.resolve()),
                Said("Make one? Press a number:"),
                *(
                    Said("{number}  {preset}: {what}", number=number, preset=preset, what=_WORDS[preset])
                    for number, preset in enumerate(PRESETS, 1)
                ),
                Said("0  no, end"),
                Said("To practise first: pingyi demo"),
            ]
        found: list[Line] = [line(Span("pingyi", Look.BOLD)), line()]
        found += [line(cut(said.text(self._translate), width)) for said in texts]
        found += [line(), line(Span(cut(self._message, width), Look.BOLD))]
        return found[:height]
