"""The answers of a model, kept for a retry in the row of the video."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Apply."""
    op.add_column("files", sa.Column("encrypted_answers", sa.Text()))
