"""`pingyi check --host`: whether the folder still has the owners and modes that blindness needs.

Nothing is changed. Whoever asks sees what the kernel lets them see; what could not be looked at is named.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from store.appraisal import Description, accounts_are_separate
from store.host.contents import Contents, content_findings
from store.host.findings import Bad, access_list
from store.host.ground import ground_findings
from store.host.groups import Groups, groups_of
from store.host.memberships import membership_findings
from store.host.notes import note_findings
from store.host.owners import Wanted, look_at, wanted_entries, wanted_folders, wanted_top
from store.host.roles import role_mistakes
from store.layout import ACCOUNTS, FOLDERS, SCHEME
from tally.said import Said
from tally.scheme import Roles


@dataclass(frozen=True, slots=True)
class HostReport:
    """What a check found: nothing bad and nothing unseen is a sound host."""

    separate: bool
    bad: tuple[Bad, ...]
    unseen: tuple[Path, ...]
    """What whoever asked may not look into."""


def check_host(folder: Path, description: Description) -> HostReport:
    """Look at accounts, groups, owners, modes and whose files lie where. Raises Damaged where the `accounts`
    file cannot be understood, Refused where the scheme cannot be read."""
    scheme = description.scheme
    assert scheme is not None  # whoever calls has refused a scheme with mistakes
    root = folder.resolve()
    if not accounts_are_separate(root):
        return HostReport(separate=False, bad=(), unseen=())
    groups = groups_of(root)
    setup = shlex.join(("pingyi", "--dir", str(root), "host", "setup", "--apply"))
    bad = [*ground_findings(folder)]
    bad += [Bad(root / SCHEME, said) for said in role_mistakes(scheme.roles)]
    bad += membership_findings(groups, scheme.roles, setup)
    for wanted in _wanted(root, groups, scheme.roles):
        bad += _as_wanted(wanted, setup)
    bad += _beside(root)
    contents = Contents(root, groups, scheme.roles)
    bad += content_findings(contents)
    bad += note_findings(contents, description)
    # A folder that is itself not as it should be can be met twice.
    return HostReport(True, tuple(dict.fromkeys(bad)), tuple(dict.fromkeys(contents.unseen)))


def _wanted(root: Path, groups: Groups, roles: Roles) -> tuple[Wanted, ...]:
    return (
        *wanted_top(root),
        Wanted(root / ACCOUNTS, "root", "root", 0o444, folder=False),
        *wanted_folders(root, groups),
        *wanted_entries(root, groups, roles.clerks),
    )


def _as_wanted(wanted: Wanted, setup: str) -> Iterator[Bad]:
    seen = look_at(wanted.path)
    if seen is None:
        yield Bad(wanted.path, Said("it is not there; it should be {wanted}", wanted=wanted.shown), setup)
        return
    if seen.is_folder != wanted.folder or (not wanted.folder and not seen.is_plain):
        return  # said by ground_findings, or below
    if seen.shown != wanted.shown:
        yield Bad(
            wanted.path,
            Said("it is {seen}; it should be {wanted}", seen=seen.shown, wanted=wanted.shown),
            setup,
        )
    if seen.acl:
        yield access_list(wanted.path)


def _beside(root: Path) -> Iterator[Bad]:
    """What else lies in the appraisal's folder: root's alone, or somebody's who has no business there."""
    known = {*FOLDERS, ACCOUNTS, *(one.path.name for one in wanted_top(root))}
    for path in sorted(root.iterdir()):
        seen = look_at(path)
        if path.name in known or seen is None:
            continue
        if seen.owner != "root" or (seen.mode & 0o022 and not seen.is_link):
            yield Bad(
                path,
                Said("it does not belong to the appraisal, and is {seen}", seen=seen.shown),
                f"chown --no-dereference root:root {shlex.quote(str(path))}"
                + ("" if seen.is_link else f" && chmod go-w {shlex.quote(str(path))}"),
            )
