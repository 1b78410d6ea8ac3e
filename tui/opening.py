"""Opening a screen for a command: which view, with what, and what comes after it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from store import ruling, taking_in
from store.access import find_batch, may_not
from store.appraisal import Appraisal
from store.keying_session import begin_keying
from store.layout import SCHEME
from store.opinion_texts import OpinionWork, opinion_works
from store.status import progress
from store.tallying import tally_of
from tally.batch_life import Action
from tally.progress import BatchState
from tally.said import Refused, Said, Translate
from tui.app import check_terminal, run_view
from tui.desk import Desk
from tui.exporting import Exported, Progress, export_package
from tui.keying.view import KeyingView
from tui.opinions.view import OpinionsView
from tui.practice.paper import paper_of
from tui.results.view import ResultsView
from tui.ruling.view import RulingView
from tui.screen.view import View
from tui.views.at_once import read_at_once
from tui.views.batch_tasks import Doors
from tui.views.home import HomeView
from tui.views.making import MakingView
from tui.views.opening_view import OpeningView
from tui.views.reading import Phase, Tell


@dataclass(slots=True)
class Rooms:
    """Makes the views of one appraisal for one person, each leading back to the home screen."""

    appraisal: Appraisal
    translate: Translate
    exported: list[Path] = field(default_factory=list)
    """The packages that were written from here, in order."""
    _home: HomeView | None = field(default=None, init=False, repr=False)

    def home(self) -> HomeView:
        """The tasks: the same list all the time, read anew when one comes back to it."""
        if self._home is None:
            doors = Doors(self.keying, self.ruling, self.results, self.opinions, self.checking)
            self._home = HomeView(self.appraisal, self.translate, doors)
            return self._home
        return self._home.come_back()

    def keying(self, batch: str) -> KeyingView:
        """Keying a batch; then the tasks again."""
        session = begin_keying(self.appraisal, batch)
        return KeyingView(
            session, self.translate, lambda _: self.home(), paper_of(self.appraisal, batch, self.translate)
        )

    def ruling(self, batch: str) -> RulingView:
        """Ruling on a batch; then the tasks again."""
        return RulingView(
            self.appraisal,
            ruling.begin_review(self.appraisal, batch),
            self.translate,
            self.home,
            paper_of(self.appraisal, batch, self.translate),
        )

    def opinions(self) -> View:
        """Typing opinions; then the tasks again."""
        return self._opened(Said("Opinions"), self._opinions)

    def checking(self) -> View:
        """Reading the sheets of a sample check; then the tasks again."""
        from tui.sampling.opening import check_view

        return self._opened(
            Said("Sample check"), lambda: check_view(self.appraisal, None, self.translate, self.home)
        )

    def results(self) -> View:
        """Counts and verdicts; then the tasks again."""
        return results_view(self.appraisal, self.translate, self.home, self.exported)

    def _opinions(self) -> OpinionsView:
        works = opinion_works(self.appraisal)
        if not any(work.noted for work in works):
            raise Refused(Said("no ballot of yours is noted as having an opinion"))
        return OpinionsView(self.appraisal, works, self.translate, self.home)

    def _opened(self, heading: Said, make: Callable[[], View]) -> View:
        """A view that looks at the whole appraisal: made at once where that is small, else by a thread."""
        if read_at_once(self.appraisal):
            return make()
        return OpeningView(heading, lambda _: make(), self.translate, self.home)


def results_view(
    appraisal: Appraisal,
    translate: Translate,
    after: Callable[[], View | None],
    exported: list[Path] | None = None,
) -> View:
    """Counts, bars and verdicts, and exporting them; the folder of each package is added to `exported`.

    A large appraisal is counted by a thread, with a bar. Raises Refused as `tally_of` does where a small one is.
    """

    def export(progress: Progress) -> Exported:
        written = export_package(appraisal, progress=progress)
        if exported is not None:
            exported.append(written.folder.absolute())
        return written

    def make(tell: Tell) -> View:
        from tui.checked_verdicts import checked_words
        from tui.results.pages import SubjectPages
        from tui.results.sections import read_sections

        counted = tally_of(appraisal, lambda done, of: tell(Phase.BUNDLES, done, of))
        tell(Phase.RESULTS, 0, 0)
        sections = read_sections(counted, translate, checked_words(appraisal, counted), tell)
        pages = SubjectPages(heading.text(translate), sections, translate, after)
        return ResultsView(pages, export, translate)

    heading = Said("Results: {title}", title=appraisal.scheme.title)
    if read_at_once(appraisal):
        return make(lambda *_: None)
    return OpeningView(heading, make, translate, after)


def open_home(desk: Desk) -> int:
    """The screens on an appraisal, or the offer to make one.

    Where packages were written, their folders are printed at the end: what a screen draws, a terminal copies line by
    line, and a path longer than the window in pieces.
    """
    check_terminal()
    if not (Path(desk.folder) / SCHEME).exists():
        return run_view(MakingView(desk.folder, desk.translate), desk.translate)
    rooms = Rooms(desk.appraisal(), desk.translate)
    status = run_view(rooms.home(), desk.translate)
    if status == 0:  # else the line may be gone
        for folder in dict.fromkeys(rooms.exported):
            desk.say(Said("written to {folder}", folder=folder))
    return status


def open_opinions(desk: Desk, works: Sequence[OpinionWork]) -> int:
    """Type the opinions that are noted, on the screen."""
    check_terminal()
    if not any(work.noted for work in works):
        raise Refused(Said("no ballot of yours is noted as having an opinion"))
    view = OpinionsView(desk.appraisal(), works, desk.translate, lambda: None)
    return run_view(view, desk.translate)


def open_review(desk: Desk, batch: str | None) -> int:
    """Straight to ruling; what is handed in is taken in first."""
    check_terminal()
    appraisal = desk.appraisal()
    taking_in.take_in(appraisal, batch)
    chosen = batch or next(
        (
            one.batch
            for one in progress(appraisal)
            if one.state is BatchState.DIFFERING
            and may_not(appraisal, Action.RULE, find_batch(appraisal, one.batch).cover) is None
        ),
        None,
    )
    if chosen is None:
        raise Refused(Said("there is nothing to rule on now (pingyi status)"))
    reconciled = ruling.begin_review(appraisal, chosen)
    paper = paper_of(appraisal, chosen, desk.translate)
    return run_view(RulingView(appraisal, reconciled, desk.translate, lambda: None, paper), desk.translate)
