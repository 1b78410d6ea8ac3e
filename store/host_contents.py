"""Whose files lie in the folders of an appraisal with separate accounts, and in which modes.

A file counts for what its owner may say; one of another owner has no business there, whatever is in it.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from store.appraisal import Appraisal, Description
from store.author import account_of
from store.batch_register import batch_ids
from store.board import OF_A_BATCH, OF_A_PASS, OF_ALL, read_board
from store.host_ground import Bad
from store.host_groups import Groups
from store.host_owners import ACL_OFF, PRIVATE, Seen, look_at
from store.layout import CLOSED, READABLE_BY_ALL, READABLE_BY_GROUP, Layout, read_tag
from store.person import Person
from tally.said import Said
from tally.scheme import Roles, Scheme
