"""The tables. This revision replaces the eight from before the first release, and keeps the number of the last one."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = None

ACTIVE = sa.column("active").is_(True)
TEMPORARY = sa.text("kind IN ('video', 'step')")
UNFINISHED = sa.text("state IN ('writing', 'deleting')")
HAS_UPLOAD_KEY = sa.text("upload_key IS NOT NULL")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "invitations",
        sa.Column("code_sha256", sa.String(64), primary_key=True),
        sa.Column("email", sa.String(320)),
        sa.Column("expires_at", sa.String(24), nullable=False),
        sa.Column("used_at", sa.String(24)),
    )
    op.create_table(
        "users",
        sa.Column("id", sa.String(20), primary_key=True),
        sa.Column("email", sa.String(320), unique=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("avatar_url", sa.Text()),
        sa.Column("password_hash", sa.Text()),
        sa.Column("issuer", sa.String(500)),
        sa.Column("subject", sa.String(500)),
        sa.Column("tokens_valid_from_ms", sa.BigInteger(), nullable=False),
        sa.Column("locked", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("created_at", sa.String(24), nullable=False),
        sa.UniqueConstraint("issuer", "subject"),
    )
    op.create_table(
        "rate_limits",
        sa.Column("name", sa.String(200), primary_key=True),
        sa.Column("next_ms", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "workers",
        sa.Column("executor_id", sa.String(80), primary_key=True),
        sa.Column("host", sa.String(255), nullable=False),
        sa.Column("started_at", sa.String(24), nullable=False),
        sa.Column("beat_at", sa.String(24), nullable=False, index=True),
    )
    op.create_table(
        "credentials",
        sa.Column("id", sa.String(20), primary_key=True),
        sa.Column("user_id", sa.String(20), sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("provider", sa.String(40), nullable=False),
        sa.Column("label", sa.String(200), nullable=False),
        sa.Column("base_url", sa.Text()),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("masked_key", sa.String(40), nullable=False),
        sa.Column("model", sa.String(200), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.String(24), nullable=False),
        sa.Column("updated_at", sa.String(24), nullable=False),
        sa.Index(
            "one_active_credential",
            "user_id",
            unique=True,
            sqlite_where=ACTIVE,
            postgresql_where=ACTIVE,
        ),
    )
    op.create_table(
        "login_links",
        sa.Column("token_sha256", sa.String(64), primary_key=True),
        sa.Column("user_id", sa.String(20), sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("expires_at", sa.String(24), nullable=False),
        sa.Column("used_at", sa.String(24)),
    )
    op.create_table(
        "sessions",
        sa.Column("id", sa.String(20), primary_key=True),
        sa.Column("user_id", sa.String(20), sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("seed_url", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("duration_s", sa.Integer(), nullable=False),
        sa.Column("frame_count", sa.Integer(), nullable=False),
        sa.Column("urls", sa.JSON(), nullable=False),
        sa.Column("url_count", sa.Integer(), nullable=False),
        sa.Column("agent_target", sa.String(20), nullable=False),
        sa.Column("processing_time_ms", sa.Integer(), nullable=False),
        sa.Column("prompt_status", sa.String(20), nullable=False),
        sa.Column("last_error", sa.Text()),
        sa.Column("failed_lane", sa.String(20)),
        sa.Column("upload_key", sa.String(128)),
        sa.Column("work_key", sa.Text()),
        sa.Column("file_size", sa.BigInteger(), nullable=False),
        sa.Column("mime_type", sa.String(100), nullable=False),
        sa.Column("processing", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("work", sa.String(10), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.Column("started_at", sa.String(24)),
        sa.Column("created_at", sa.String(24), nullable=False),
        sa.Column("updated_at", sa.String(24), nullable=False),
        sa.Column("prompt", sa.Text()),
        sa.Column("analysis", sa.Text()),
        sa.Index("sessions_by_priority", "priority"),
        sa.Index("sessions_by_status", "status"),
        sa.Index("sessions_by_work", "work", "updated_at"),
        sa.Index("sessions_of_user", "user_id", "updated_at", "id"),
        sa.Index(
            "one_session_an_upload",
            "user_id",
            "upload_key",
            unique=True,
            sqlite_where=HAS_UPLOAD_KEY,
            postgresql_where=HAS_UPLOAD_KEY,
        ),
    )
    op.create_table(
        "settings",
        sa.Column("user_id", sa.String(20), sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("default_agent", sa.String(20), nullable=False),
        sa.Column("include_screenshots", sa.Boolean(), nullable=False),
        sa.Column("inline_aria_tree", sa.Boolean(), nullable=False),
        sa.Column("include_raw_diff", sa.Boolean(), nullable=False),
        sa.Column("max_recording_length", sa.Integer(), nullable=False),
    )
    op.create_table(
        "files",
        sa.Column("id", sa.String(20), primary_key=True),
        sa.Column("user_id", sa.String(20), sa.ForeignKey("users.id", ondelete="SET NULL")),
        sa.Column("session_id", sa.String(20), sa.ForeignKey("sessions.id", ondelete="SET NULL")),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("key", sa.String(200), nullable=False, unique=True),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("mime_type", sa.String(100), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("sealed_key", sa.Text()),
        sa.Column("encrypted_texts", sa.Text()),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("created_at", sa.String(24), nullable=False),
        sa.UniqueConstraint("session_id", "kind", "sha256"),
        sa.Index(
            "files_not_kept",
            "session_id",
            sqlite_where=TEMPORARY,
            postgresql_where=TEMPORARY,
        ),
        sa.Index(
            "files_to_end",
            "created_at",
            sqlite_where=UNFINISHED,
            postgresql_where=UNFINISHED,
        ),
        sa.Index("files_of_user", "user_id", "session_id", "size_bytes"),
    )
    op.create_table(
        "frames",
        sa.Column("id", sa.String(20), primary_key=True),
        sa.Column("session_id", sa.String(20), sa.ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("timestamp_ms", sa.BigInteger(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("image_id", sa.String(20), sa.ForeignKey("files.id"), nullable=False, index=True),
        sa.Column("thumbnail_id", sa.String(20), sa.ForeignKey("files.id"), nullable=False, index=True),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("removed_count", sa.Integer(), nullable=False),
        sa.Column("aria_tree", sa.Text(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.String(24), nullable=False),
        sa.UniqueConstraint("session_id", "number"),
    )
    op.create_table(
        "deleted_subjects",
        sa.Column("subject_sha256", sa.String(64), primary_key=True),
        sa.Column("deleted_ms", sa.BigInteger(), nullable=False),
    )
