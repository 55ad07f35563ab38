"""Who deleted an account of an identity provider."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "deleted_subjects",
        sa.Column("subject_sha256", sa.String(length=64), nullable=False),
        sa.Column("deleted_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("subject_sha256"),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("deleted_subjects")
