"""Resumable uploads and their chunks."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

HAS_UPLOAD_KEY = sa.text("upload_key IS NOT NULL")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "uploads",
        sa.Column("id", sa.String(20), primary_key=True),
        sa.Column("user_id", sa.String(20), sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("session_id", sa.String(20), sa.ForeignKey("sessions.id", ondelete="CASCADE"), index=True),
        sa.Column("upload_key", sa.String(128)),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("sealed_key", sa.Text()),
        sa.Column("encrypted_fields", sa.Text()),
        sa.Column("created_at", sa.String(24), nullable=False),
        sa.Column("expires_at", sa.String(24), nullable=False, index=True),
    )
    op.create_index(
        "one_upload_a_key",
        "uploads",
        ["user_id", "upload_key"],
        unique=True,
        sqlite_where=HAS_UPLOAD_KEY,
        postgresql_where=HAS_UPLOAD_KEY,
    )
    op.create_table(
        "upload_chunks",
        sa.Column("upload_id", sa.String(20), sa.ForeignKey("uploads.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("start", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("file_id", sa.String(20), sa.ForeignKey("files.id", ondelete="CASCADE"), nullable=False, unique=True),
    )
