"""What clients call their uploads, so that one that is sent again makes no second session."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("sessions", sa.Column("upload_key", sa.String(length=128), nullable=True))
    op.create_index(
        "one_session_an_upload",
        "sessions",
        ["user_id", "upload_key"],
        unique=True,
        sqlite_where=sa.text("upload_key IS NOT NULL"),
        postgresql_where=sa.text("upload_key IS NOT NULL"),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_index("one_session_an_upload", "sessions")
    op.drop_column("sessions", "upload_key")
