"""The line about what happened in a session, and the frame that shows it, for lists of sessions.

Also ends sessions with an analysis of version 4 or older, which this version cannot read.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

TOO_OLD = "An older version of Claude Scope analyzed this session. Upload the recording again."


def upgrade() -> None:
    """Apply."""
    op.add_column("sessions", sa.Column("happened", sa.Text()))
    op.add_column("sessions", sa.Column("shown_frame", sa.Integer()))
    op.execute(
        sa.text(
            "UPDATE sessions SET status = 'error', work = 'failed', analysis = NULL, last_error = :why"
            " WHERE analysis IS NOT NULL"
        ).bindparams(why=TOO_OLD)
    )
