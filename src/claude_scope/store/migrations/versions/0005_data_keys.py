"""The keys that encrypt videos, and what the work on a session stores before it has ended."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("sessions", sa.Column("work_key", sa.Text(), nullable=True))
    op.add_column("files", sa.Column("sealed_key", sa.Text(), nullable=True))


def downgrade() -> None:
    """Take back."""
    op.drop_column("files", "sealed_key")
    op.drop_column("sessions", "work_key")
