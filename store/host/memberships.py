"""Who stands in the groups of an appraisal and should not: told, never changed by the program."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

from store.host.findings import Bad
from store.host.groups import Groups, group_exists, members_of
from tally.said import Refused, Said
from tally.scheme import Roles

GROUP_FILE = Path("/etc/group")
_AS_GOOD_AS_ROOT = ("root", "sudo", "wheel", "admin", "docker", "lxd", "incus", "disk", "shadow")
"""Whoever is in one of these can read every file of the host."""


def require_apart(groups: Groups, roles: Roles) -> None:
    """Raise Refused where somebody is still on the other side of the wall by an older membership."""
    for bad in _across(groups, roles):
        raise Refused(bad.in_words())


def strangers_in(groups: Groups, roles: Roles) -> Iterator[Bad]:
    """Members that the scheme does not name for a group (any more)."""
    across = {(bad.mend) for bad in _across(groups, roles)}
    for group, wanted in groups.members(roles).items():
        members = members_of(group)
        for name in sorted(members.all - set(wanted)):
            bad = _out(group, name, name in members.by_login)
            if bad.mend not in across:
                yield bad


def membership_findings(groups: Groups, roles: Roles, setup: str) -> Iterator[Bad]:
    """Everything that is wrong with the groups: who is missing, who is too many, who is as good as root.

    `setup` is the command that makes what is missing.
    """
    yield from _across(groups, roles)
    for group, names in groups.members(roles).items():
        members = members_of(group)
        if not group_exists(group):
            yield Bad(
                GROUP_FILE,
                Said("there is no group {group}", group=group),
                setup,
            )
            continue
        for name in names:
            if name not in members.all:
                yield Bad(
                    GROUP_FILE,
                    Said("{name} is not in the group {group}", name=name, group=group),
                    shlex.join(("usermod", "--append", "--groups", group, name)),
                )
    yield from strangers_in(groups, roles)
    for group in _AS_GOOD_AS_ROOT:
        members = members_of(group)
        for name in sorted(members.all & set(roles.clerks)):
            yield Bad(
                GROUP_FILE,
                Said(
                    "{name} is a clerk and in the group {group}, and so can read what every clerk keys",
                    name=name,
                    group=group,
                ),
                shlex.join(("gpasswd", "--delete", name, group)),
            )


def _across(groups: Groups, roles: Roles) -> Iterator[Bad]:
    """Clerks among those who read what clerks key, and the other way round."""
    clerks, others = set(roles.clerks), {*roles.reviewers, *roles.organizers}
    for group, wrong in (
        (groups.reviewers, clerks),
        (groups.organizers, clerks),
        (groups.clerks, others),
    ):
        members = members_of(group)
        for name in sorted(members.all & wrong):
            yield _out(group, name, name in members.by_login)


def _out(group: str, name: str, by_login: bool) -> Bad:
    what = Said("{name} is in the group {group}, and by the scheme should not be", name=name, group=group)
    if by_login:
        return Bad(GROUP_FILE, what, shlex.join(("usermod", "--gid", "nogroup", name)))
    return Bad(GROUP_FILE, what, shlex.join(("gpasswd", "--delete", name, group)))
