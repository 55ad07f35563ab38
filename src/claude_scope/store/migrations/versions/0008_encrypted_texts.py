"""What masking changed of the texts of an upload, encrypted beside its video."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("files", sa.Column("encrypted_texts", sa.Text(), nullable=True))


def downgrade() -> None:
    """Take back."""
    op.drop_column("files", "encrypted_texts")
