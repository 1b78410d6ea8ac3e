"""Whether the scheme's roles allow separate accounts: who is named, and whether the host knows them."""

from __future__ import annotations

import pwd
from collections.abc import Iterator

from store.author import ROOT
from store.person import same_name
from tally.said import Refused, Said
from tally.scheme import Roles


def require_separable(roles: Roles) -> None:
    """Raise Refused, saying the first thing that is in the way, where the roles do not allow separate accounts."""
    for said in role_mistakes(roles):
        raise Refused(said)


def role_mistakes(roles: Roles) -> Iterator[Said]:
    """What is in the way of separate accounts, the scheme's mistakes before the host's."""
    named = {"organizers": roles.organizers, "clerks": roles.clerks, "reviewers": roles.reviewers}
    missing = [role for role, names in named.items() if not names]
    if missing:
        yield Said(
            "separate accounts need names in all three lists of scheme.toml, [roles]; missing: {lists}",
            lists=", ".join(missing),
        )
    clerks = {same_name(name) for name in roles.clerks}
    if roles.clerks and len(clerks) < 2:
        yield Said("two passes need at least two clerks in scheme.toml, [roles]")
    both = sorted(clerks & {same_name(name) for name in (*roles.reviewers, *roles.organizers)})
    if both:
        yield Said(
            "with separate accounts nobody is a clerk and also a reviewer or an organizer; take out: {names}",
            names=", ".join(both),
        )
    everyone = sorted({*roles.clerks, *roles.reviewers, *roles.organizers})
    unfolded = [name for name in everyone if same_name(name) != name]
    if unfolded:
        yield Said(
            "folders are named after accounts without regard to case and width, so a name in scheme.toml, [roles], "
            "has to be a login name in small letters; not so: {names}",
            names=", ".join(unfolded),
        )
    yield from _host_mistakes(everyone)


def _host_mistakes(everyone: list[str]) -> Iterator[Said]:
    found = {name: _account(name) for name in everyone}
    unknown = [name for name, account in found.items() if account is None]
    if unknown:
        yield Said(
            "this host has no account of the name {names}; make them ({commands}), or correct scheme.toml, [roles]",
            names=", ".join(unknown),
            commands="; ".join(f"adduser --disabled-password {name}" for name in unknown),
        )
    for name, account in found.items():
        if account is None:
            continue
        if account.pw_uid == ROOT:
            yield Said("{name} is root by another name; root can take no part", name=name)
            continue
        # The kernel knows numbers only, and the program asks for the name of a number.
        known_as = pwd.getpwuid(account.pw_uid).pw_name
        if known_as != name:
            yield Said(
                "{name} and {other} are one account (uid {uid}); each person needs their own",
                name=name,
                other=known_as,
                uid=account.pw_uid,
            )
    folded = {name: same_name(name) for name in (one.pw_name for one in pwd.getpwall())}
    for other, key in sorted(folded.items()):
        if other != key and key in found:
            yield Said(
                "the accounts {name} and {other} differ by case or width only and would be taken for one person; "
                "rename one (usermod --login)",
                name=key,
                other=other,
            )


def _account(name: str) -> pwd.struct_passwd | None:
    if "/" in name or name.startswith((".", "-")):
        return None  # no folder can be called so
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None
