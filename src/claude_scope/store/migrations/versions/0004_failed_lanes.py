"""Which lane a failed session failed in, for lists of sessions."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("sessions", sa.Column("failed_lane", sa.String(length=20), nullable=True))


def downgrade() -> None:
    """Take back."""
    op.drop_column("sessions", "failed_lane")
