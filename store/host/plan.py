"""What `pingyi host setup` would change to give an appraisal separate accounts, and making it so.

Who belongs where comes from the scheme's roles, owners and modes from `store.host.owners`; what is there
already is not planned. The file that says that accounts are separate is the last step, taken only when
everything else is as it should be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from store.appraisal import accounts_are_separate
from store.host.findings import Bad
from store.host.ground import require_ground
from store.host.groups import Groups, accounts_text, group_exists, groups_of, members_of
from store.host.memberships import require_apart, strangers_in
from store.host.owners import Wanted, look_at, wanted_entries, wanted_folders, wanted_top
from store.host.roles import require_separable
from store.host.steps import AddGroup, AddMember, DropAccessList, SayAccounts, SetFile, SetFolder, Step
from store.layout import ACCOUNTS, CLOSED, READABLE_BY_ALL, READABLE_BY_GROUP
from store.plain_file import plain_bytes
from tally.said import Refused, Said
from tally.scheme import Roles

_ROUNDS = 3
"""How often what was made while setting up is looked for."""


@dataclass(frozen=True, slots=True)
class HostPlan:
    """What is to be done, in order; how many things are so already; and what a person has to see to."""

    steps: tuple[Step, ...]
    done: int
    strangers: tuple[Bad, ...]
    """Who is in a group and not in the scheme: told, not changed."""


def host_plan(folder: Path, roles: Roles) -> HostPlan:
    """Look at the host and the folder and say what is to be done.

    Raises Refused where accounts cannot be made separate: for the roles, the accounts, the place of
    the folder, for what is no plain file in it, or because a first pass is claimed.
    """
    require_separable(roles)
    root = require_ground(folder)
    groups = groups_of(root)
    require_apart(groups, roles)
    if not accounts_are_separate(root):
        _require_unclaimed(root)
    todo: list[Step] = []
    done = 0
    for step in _every_step(root, groups, roles):
        if step is None:
            done += 1
        else:
            todo.append(step)
    return HostPlan(tuple(todo), done, tuple(strangers_in(groups, roles)))


def apply_host_plan(folder: Path, roles: Roles, each: Callable[[Step], None]) -> HostPlan:
    """Do what the plan says; `each` is told every step after it was done. Returns what is left: nothing.

    Raises Refused where a step fails, or where somebody keeps changing the folder meanwhile.
    """
    for _ in range(_ROUNDS):
        plan = host_plan(folder, roles)
        last = [step for step in plan.steps if isinstance(step, SayAccounts)]
        before = [step for step in plan.steps if not isinstance(step, SayAccounts)]
        # Files that were made after the folder was looked at are found in the next round.
        for step in before or last:
            step.run()
            each(step)
        if not before:
            return HostPlan((), plan.done + len(plan.steps), plan.strangers)
    raise Refused(
        Said("somebody is changing {folder} meanwhile; end their sessions and call it again", folder=folder)
    )


def _every_step(root: Path, groups: Groups, roles: Roles) -> Iterator[Step | None]:
    """Each step that there can be; None where it is done."""
    for group, names in groups.members(roles).items():
        members = members_of(group)
        yield None if group_exists(group) else AddGroup(group)
        for name in names:
            yield None if name in members.all else AddMember(group, name)
    for wanted in (*wanted_top(root), *wanted_folders(root, groups)):
        yield from _steps(wanted)
    if not accounts_are_separate(root):
        for wanted in _from_before(root, groups):
            yield from _steps(wanted)
    for wanted in wanted_entries(root, groups, roles.clerks):
        yield from _steps(wanted)
    yield _say_accounts(root, groups)


def _steps(wanted: Wanted) -> Iterator[Step | None]:
    seen = look_at(wanted.path)
    if seen is not None and seen.acl:
        yield DropAccessList(wanted.path)
    if seen is not None and seen.shown == wanted.shown:
        yield None
        return
    if seen is None:
        why = Said("{file} is not there; it should be {wanted}", file=wanted.path, wanted=wanted.shown)
    else:
        why = Said(
            "{file} is {seen}; it should be {wanted}", file=wanted.path, seen=seen.shown, wanted=wanted.shown
        )
    make = SetFolder if wanted.folder else SetFile
    yield make(wanted.path, wanted.owner, wanted.group, wanted.mode, why)


def _say_accounts(root: Path, groups: Groups) -> Step | None:
    path = root / ACCOUNTS
    seen = look_at(path)
    text = accounts_text(groups)
    if seen is None:
        return SayAccounts(root, text, Said("accounts are not separate yet"))
    if seen.shown != "root:root 0444" or (plain_bytes(path) or b"").decode(errors="replace").strip() != text:
        return SayAccounts(root, text, Said("{file} does not name the groups as it should", file=path))
    return None


def _require_unclaimed(root: Path) -> None:
    """Separate accounts come before the first pass is claimed: later nobody can vouch for who keyed it."""
    claims, entry = root / "claims", root / "entry"
    begun = [*(claims.iterdir() if claims.is_dir() else ())]
    for path in entry.iterdir() if entry.is_dir() else ():
        seen = look_at(path)
        begun += list(path.iterdir()) if seen is not None and seen.is_folder else [path]
    if begun:
        raise Refused(
            Said(
                "a pass is claimed already ({file}), so accounts cannot be made separate any more; make a new "
                "appraisal, or go on in one account",
                file=sorted(begun)[0].relative_to(root),
            )
        )


def _from_before(root: Path, groups: Groups) -> Iterator[Wanted]:
    """What was written in one account: it becomes root's, and so counts, and nobody can change it."""
    modes = {
        "batches": (groups.organizers, READABLE_BY_ALL),
        "board": (groups.everyone, READABLE_BY_ALL),
        "custody": (groups.reviewers, CLOSED),
        "review": (groups.reviewers, READABLE_BY_GROUP),
        "ledger": (groups.reviewers, CLOSED),
        "export": (groups.reviewers, READABLE_BY_GROUP),
    }
    for name, (group, mode) in modes.items():
        if (root / name).is_dir():
            yield from _below(root / name, group, mode, nested=name == "export")


def _below(folder: Path, group: str, mode: int, *, nested: bool) -> Iterator[Wanted]:
    for path in sorted(folder.iterdir()):
        seen = look_at(path)
        if nested and seen is not None and seen.is_folder:
            yield Wanted(path, "root", group, 0o2750)
            yield from _below(path, group, mode, nested=nested)
        elif seen is not None and seen.is_plain:
            yield Wanted(path, "root", group, mode, folder=False)
        else:
            raise Refused(Said("{file} is a link or no plain file; look at it and remove it", file=path))
