"""The commands that give an appraisal separate accounts: folders, groups and permissions, in order.

Each appraisal has four groups of its own: clerks, reviewers, organizers, and everyone of these. The
owners and modes are those of docs/host.md; running the commands again changes nothing.
"""

from __future__ import annotations

import hashlib
import shlex
from pathlib import Path

from store.layout import ACCOUNTS, COUNTS, SCHEME, SUBJECTS
from tally.said import Refused, Said
from tally.scheme import Scheme


def host_plan(folder: Path, scheme: Scheme) -> tuple[str, ...]:
    """The commands for root, one a line. Raises Refused where the roles do not allow separate accounts."""
    roles = scheme.roles
    if not (roles.clerks and roles.reviewers and roles.organizers):
        raise Refused(Said("separate accounts need names in all three lists of scheme.toml, [roles]"))
    if len(set(roles.clerks)) < 2:
        raise Refused(Said("two passes need at least two clerks in scheme.toml, [roles]"))
    both = sorted(set(roles.clerks) & {*roles.reviewers, *roles.organizers})
    if both:
        raise Refused(
            Said(
                "with separate accounts nobody is a clerk and also a reviewer or an organizer; take out: {names}",
                names=", ".join(both),
            )
        )
    root = folder.resolve()
    short = "py" + hashlib.sha256(str(root).encode()).hexdigest()[:8]
    groups = {role: f"{short}-{role[0]}" for role in ("clerks", "reviewers", "organizers", "everyone")}
    everyone = sorted({*roles.clerks, *roles.reviewers, *roles.organizers})
    plan = [f"groupadd --force {group}" for group in groups.values()]
    members = {
        "clerks": sorted(set(roles.clerks)),
        "reviewers": sorted({*roles.reviewers, *roles.organizers}),
        "organizers": sorted(set(roles.organizers)),
        "everyone": everyone,
    }
    for role, names in members.items():
        plan += [f"usermod --append --groups {groups[role]} {shlex.quote(name)}" for name in names]

    def install(path: Path, mode: str, group: str, owner: str = "root") -> None:
        plan.append(
            f"install --directory --owner={owner} --group={group} --mode={mode} {shlex.quote(str(path))}"
        )

    install(root, "0755", "root")
    for name in (SCHEME, SUBJECTS, COUNTS):
        file = shlex.quote(str(root / name))
        plan += [f"chown root:root {file}", f"chmod 0644 {file}"]
    install(root / "batches", "3775", groups["organizers"])
    install(root / "board", "3775", groups["everyone"])
    install(root / "claims", "3775", groups["clerks"])
    install(root / "entry", "0751", groups["reviewers"])
    for clerk in members["clerks"]:
        install(root / "entry" / clerk, "2750", groups["reviewers"], shlex.quote(clerk))
    for name in ("custody", "review", "ledger", "export"):
        install(root / name, "3770", groups["reviewers"])
    accounts = shlex.quote(str(root / ACCOUNTS))
    plan += [f"touch {accounts}", f"chown root:root {accounts}", f"chmod 0444 {accounts}"]
    return tuple(plan)
