"""Paired browsers, and the pairings before them."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "pairings",
        sa.Column("id", sa.String(20), primary_key=True),
        sa.Column("secret_sha256", sa.String(64), nullable=False),
        sa.Column("code", sa.String(9), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("wrong_secrets", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(20), sa.ForeignKey("users.id", ondelete="CASCADE"), index=True),
        sa.Column("expires_at", sa.String(24), nullable=False, index=True),
    )
    op.create_table(
        "extensions",
        sa.Column("id", sa.String(20), primary_key=True),
        sa.Column("user_id", sa.String(20), sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("created_at", sa.String(24), nullable=False),
        sa.Column("expires_at", sa.String(24), nullable=False, index=True),
        sa.Column("last_used_at", sa.String(24)),
    )
