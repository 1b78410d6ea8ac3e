"""Make the pictures of the main screens: `python docs/pictures/make.py [FOLDER]`. The program itself draws them."""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")

from store.appraisal import open_appraisal
from store.keying_session import begin_keying
from tui.language import translator
from tui.opening import Rooms
from tui.practice.making import cast, make_practice, words
from tui.practice.sheets import bundles
from tui.practice.view import PracticeView
from tui.textual_app import PingyiApp

HERE = (Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent).resolve()


async def picture(name: str, view: object, keys: tuple[str, ...] = ()) -> None:
    """Draw a view at 80 x 24 after some keys and write it as SVG."""
    app = PingyiApp(view, translator("zh"))  # type: ignore[arg-type]
    async with app.run_test(size=(80, 24)) as pilot:
        for key in keys:
            await pilot.press(key)
        await pilot.pause()
        drawn = app.export_screenshot(title="pingyi")
        # The reader's own monospace font serves; no picture asks a server for one.
        drawn = re.sub(r"@font-face \{.*?\}\s*", "", drawn, flags=re.DOTALL)
        drawn = "\n".join(line.rstrip() for line in drawn.split("\n"))
        (HERE / f"{name}.svg").write_text(drawn, encoding="utf-8")
    app.surface.view.close()


def main() -> None:
    """Walk through a practice appraisal and draw each main screen on the way."""
    with tempfile.TemporaryDirectory() as place:
        os.chdir(place)  # the practice screen names its folder: a short one, of no machine
        folder = Path("pingyi-practice")
        make_practice(folder, "zh")
        people, translate = cast("zh"), translator("zh")
        asyncio.run(picture("practice", PracticeView(folder, people, translate)))
        clerk = Rooms(open_appraisal(folder, people.clerk), translate)
        asyncio.run(picture("home", clerk.home()))
        asyncio.run(picture("keying", clerk.keying("M1"), (*tuple("11214"), "enter", *tuple("123"))))
        for bundle in bundles(words("zh")):
            if bundle.waits:
                with begin_keying(clerk.appraisal, bundle.id) as session:
                    session.forget_draft()
                    for number, reading in bundle.sheets.items():
                        session.save(number, reading)
                    session.hand_in(len(bundle.sheets))
        reviewer = Rooms(open_appraisal(folder, people.reviewer), translate)
        from store.access import find_batch
        from store.reconciling import say_settled
        from store.taking_in import take_in

        for batch in ("B3", "M1"):
            take_in(reviewer.appraisal, batch)
            say_settled(reviewer.appraisal, find_batch(reviewer.appraisal, batch).cover)
        asyncio.run(picture("ruling", reviewer.ruling("B3"), ("4",)))
        organizer = Rooms(open_appraisal(folder, people.organizer), translate)
        asyncio.run(picture("results", organizer.results()))


if __name__ == "__main__":
    main()
