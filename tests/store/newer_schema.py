"""A schema newer than the tables, as the next version of the program will have."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from claude_scope.store.migrations import migrate

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

MIGRATION = """
import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.add_column("rate_limits", sa.Column("note", sa.Text()))
"""


def add_a_migration(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Run with an additional migration after the last one; it adds a column."""
    copied = folder / "migrations"
    shutil.copytree(migrate.MIGRATIONS, copied, ignore=shutil.ignore_patterns("__pycache__"))
    (copied / "versions" / "0013_notes.py").write_text(MIGRATION, encoding="utf-8")
    patch.setattr(migrate, "MIGRATIONS", copied)
