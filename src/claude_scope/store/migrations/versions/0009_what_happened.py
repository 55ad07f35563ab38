"""What happened in a session, and the frame that shows it, for lists of sessions."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Apply. Of sessions that are complete already, nothing is known."""
    op.add_column("sessions", sa.Column("happened", sa.Text()))
    op.add_column("sessions", sa.Column("shown_frame", sa.Integer()))
