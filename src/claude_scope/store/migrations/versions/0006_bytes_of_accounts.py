"""The bytes of an account's files are added up from an index alone."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_index("files_of_user", "files", ["user_id", "session_id", "size_bytes"])
    op.drop_index("ix_files_user_id", "files")


def downgrade() -> None:
    """Take back."""
    op.create_index("ix_files_user_id", "files", ["user_id"])
    op.drop_index("files_of_user", "files")
