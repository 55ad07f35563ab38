"""The tables, the same on SQLite and PostgreSQL. Times are texts in UTC (`ids.iso`), which sort by time.

users ─┬─ settings (one each)
       ├─ credentials      keys for models, encrypted
       ├─ sessions ─── frames
       ├─ uploads ─── upload_chunks
       ├─ extensions       paired browsers; before that, pairings
       └─ files            one row for each stored file, inserted before it is written, deleted after it
invitations, login_links, deleted_subjects, workers, rate_limits
"""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, Text, UniqueConstraint, column, false, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

UNFINISHED = "state IN ('writing', 'deleting')"
"""Files that are being written or deleted. There are few; with an index of all states SQLite would assume that `ready`
is rare."""
TEMPORARY = "kind IN ('video', 'step')"
"""Files that are deleted when their session is complete, so there are few of them too."""
HAS_UPLOAD_KEY = "upload_key IS NOT NULL"
"""Sessions and uploads whose client sent an Idempotency-Key."""
MAX_TITLE = 500
MAX_HAPPENED = 400
MAX_URL = 2_000
"""Longer addresses carry data rather than name a place."""
MAX_NOTES = 2_000
MAX_ANY_URL = 2_048
"""Characters of a session's texts, as the API takes them and as they are stored."""
MAX_KEPT_ANSWERS = 5_000_000
"""Maximum number of characters of a model's encrypted answers; longer ones are not kept."""
ID = String(20)
TIME = String(24)
"""`2026-11-25T04:22:06.123Z`"""


class Base(DeclarativeBase):
    """The metadata that Alembic compares with a database."""


def _owner() -> Mapped[str]:
    return mapped_column(ID, ForeignKey("users.id", ondelete="CASCADE"), index=True)


class User(Base):
    """An account. `password_hash` is None for accounts of an identity provider (`issuer`, `subject`) and the local one.

    Tokens issued before `tokens_valid_from_ms` (Unix time) are refused; this signs out all devices. A `locked` account
    came with a backup: nobody can sign in and its sessions wait until the operator unlocks it.
    """

    __tablename__ = "users"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    email: Mapped[str | None] = mapped_column(String(320), unique=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    avatar_url: Mapped[str | None] = mapped_column(Text)
    password_hash: Mapped[str | None] = mapped_column(Text)
    issuer: Mapped[str | None] = mapped_column(String(500))
    subject: Mapped[str | None] = mapped_column(String(500))
    tokens_valid_from_ms: Mapped[int] = mapped_column(BigInteger, default=0)
    locked: Mapped[bool] = mapped_column(default=False, server_default=false())
    created_at: Mapped[str] = mapped_column(TIME)


class DeletedSubject(Base):
    """A user of an identity provider who deleted their account, as SHA-256 of issuer and subject.

    A token that was issued before may still be valid, but must not create a new account. Kept for two days.
    """

    __tablename__ = "deleted_subjects"

    subject_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    deleted_ms: Mapped[int] = mapped_column(BigInteger)


class UserSettings(Base):
    """Preferences of an account."""

    __tablename__ = "settings"

    user_id: Mapped[str] = mapped_column(ID, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    default_agent: Mapped[str] = mapped_column(String(20), default="CLAUDE_CODE")
    include_screenshots: Mapped[bool] = mapped_column(default=True)
    inline_aria_tree: Mapped[bool] = mapped_column(default=True)
    include_raw_diff: Mapped[bool] = mapped_column(default=False)
    max_recording_length: Mapped[int] = mapped_column(default=10)


class Credential(Base):
    """An API key for a provider of models: `secret` is a Fernet token, `masked_key` the only part that is ever shown.

    An account has at most one `active` credential: its `model` reads the frames.
    """

    __tablename__ = "credentials"
    __table_args__ = (
        Index(
            "one_active_credential",
            "user_id",
            unique=True,
            sqlite_where=column("active").is_(True),
            postgresql_where=column("active").is_(True),
        ),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    user_id: Mapped[str] = _owner()
    provider: Mapped[str] = mapped_column(String(40))
    label: Mapped[str] = mapped_column(String(200), default="")
    base_url: Mapped[str | None] = mapped_column(Text)
    secret: Mapped[str] = mapped_column(Text)
    masked_key: Mapped[str] = mapped_column(String(40))
    model: Mapped[str] = mapped_column(String(200), default="")
    active: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[str] = mapped_column(TIME)
    updated_at: Mapped[str] = mapped_column(TIME)


class Session(Base):
    """One recording and its results.

    `duration_s` and `processing_time_ms` are `duration` and `processingTime` in the API. `processing` is
    `processingStatus` in the API, `version` counts its changes, and `failed_lane` is the lane that failed. `options`
    are the preferences at the time of the upload. `analysis` is the output of `prompt.session_json`; like `prompt` it
    is large, and not read for lists; `happened` is its line in a list, and `shown_frame` the number of the frame that
    shows it.

    Clients can read and write `status`, so no decision depends on it. `work` is the state that counts: `open` (waiting
    or running), `done`, `failed`, or `none` for a session without a video. `attempt` counts runs; each is a workflow.
    `cancelled` is set by a user, and the worker obeys. `started_at` is when a worker started, None while the session
    waits. `priority` orders waiting sessions. `upload_key` is the client's `Idempotency-Key`, which identifies a
    repeated upload. `work_key` encrypts data of the running attempt (`encryption.data_keys`) and is sealed with the
    service's secret keys; None if no attempt runs.
    """

    __tablename__ = "sessions"
    __table_args__ = (
        Index("sessions_of_user", "user_id", "updated_at", "id"),
        Index("sessions_by_status", "status"),
        Index("sessions_by_work", "work", "updated_at"),
        Index("sessions_by_priority", "priority"),
        Index(
            "one_session_an_upload",
            "user_id",
            "upload_key",
            unique=True,
            sqlite_where=text(HAS_UPLOAD_KEY),
            postgresql_where=text(HAS_UPLOAD_KEY),
        ),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    user_id: Mapped[str] = mapped_column(ID, ForeignKey("users.id", ondelete="CASCADE"))
    title: Mapped[str] = mapped_column(Text)
    seed_url: Mapped[str] = mapped_column(Text, default="")
    notes: Mapped[str] = mapped_column(Text, default="")
    status: Mapped[str] = mapped_column(String(20))
    duration_s: Mapped[int] = mapped_column(default=0)
    frame_count: Mapped[int] = mapped_column(default=0)
    urls: Mapped[list[str]] = mapped_column(JSON, default=list)
    url_count: Mapped[int] = mapped_column(default=0)
    agent_target: Mapped[str] = mapped_column(String(20))
    processing_time_ms: Mapped[int] = mapped_column(default=0)
    prompt_status: Mapped[str] = mapped_column(String(20), default="not_started")
    last_error: Mapped[str | None] = mapped_column(Text)
    failed_lane: Mapped[str | None] = mapped_column(String(20))
    happened: Mapped[str | None] = mapped_column(Text)
    shown_frame: Mapped[int | None]
    file_size: Mapped[int] = mapped_column(BigInteger, default=0)
    mime_type: Mapped[str] = mapped_column(String(100), default="")
    processing: Mapped[str] = mapped_column(Text, default="{}")
    version: Mapped[int] = mapped_column(default=0)
    options: Mapped[dict[str, object]] = mapped_column(JSON, default=dict)
    work: Mapped[str] = mapped_column(String(10), default="open")
    attempt: Mapped[int] = mapped_column(default=0)
    priority: Mapped[int] = mapped_column(default=0)
    cancelled: Mapped[bool] = mapped_column(default=False)
    started_at: Mapped[str | None] = mapped_column(TIME)
    upload_key: Mapped[str | None] = mapped_column(String(128))
    work_key: Mapped[str | None] = mapped_column(Text, deferred=True)
    created_at: Mapped[str] = mapped_column(TIME)
    updated_at: Mapped[str] = mapped_column(TIME)
    prompt: Mapped[str | None] = mapped_column(Text, deferred=True)
    analysis: Mapped[str | None] = mapped_column(Text, deferred=True)


class Frame(Base):
    """A keyframe of a session. Its id is derived from the session and `number`, so that no frame is inserted twice.

    `number` counts from 1 as in prompts; a `removed` frame is left out of prompts. The three counts are its diff. The
    indexes on file ids serve the database itself when a file is deleted.
    """

    __tablename__ = "frames"
    __table_args__ = (UniqueConstraint("session_id", "number"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    session_id: Mapped[str] = mapped_column(ID, ForeignKey("sessions.id", ondelete="CASCADE"))
    number: Mapped[int]
    timestamp_ms: Mapped[int] = mapped_column(BigInteger)
    url: Mapped[str] = mapped_column(Text, default="")
    image_id: Mapped[str] = mapped_column(ID, ForeignKey("files.id"), index=True)
    thumbnail_id: Mapped[str] = mapped_column(ID, ForeignKey("files.id"), index=True)
    added: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    removed_count: Mapped[int] = mapped_column(default=0)
    aria_tree: Mapped[str] = mapped_column(Text, default="[]")
    removed: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[str] = mapped_column(TIME)


class Upload(Base):
    """A resumable upload: `received` bytes are stored in chunks, without gaps.

    `upload_key` is the client's `Idempotency-Key`. `sealed_key` encrypts the chunks and `encrypted_fields`, the text
    fields of the recording; both are erased when the session is created. After `expires_at` the upload does not exist
    for its client, and a sweep deletes it with its chunks.
    """

    __tablename__ = "uploads"
    __table_args__ = (
        Index(
            "one_upload_a_key",
            "user_id",
            "upload_key",
            unique=True,
            sqlite_where=text(HAS_UPLOAD_KEY),
            postgresql_where=text(HAS_UPLOAD_KEY),
        ),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    user_id: Mapped[str] = _owner()
    session_id: Mapped[str | None] = mapped_column(ID, ForeignKey("sessions.id", ondelete="CASCADE"), index=True)
    upload_key: Mapped[str | None] = mapped_column(String(128))
    received: Mapped[int] = mapped_column(BigInteger, default=0)
    sealed_key: Mapped[str | None] = mapped_column(Text)
    encrypted_fields: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[str] = mapped_column(TIME)
    expires_at: Mapped[str] = mapped_column(TIME, index=True)


class UploadChunk(Base):
    """The file with the bytes of an upload from `start` on."""

    __tablename__ = "upload_chunks"

    upload_id: Mapped[str] = mapped_column(ID, ForeignKey("uploads.id", ondelete="CASCADE"), primary_key=True)
    start: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    file_id: Mapped[str] = mapped_column(ID, ForeignKey("files.id", ondelete="CASCADE"), unique=True)


class File(Base):
    """A stored file. The row is inserted before the file is written, and deleted after it, so no file lacks a row.

    `state` is `writing`, `ready` or `deleting`; a sweep deletes what a dead process left in `writing` or `deleting`.
    `key` is the key in the asset store. `kind` is `video`, `frame`, `thumbnail`, `screenshot`, `step`: a picture of a
    running session, encrypted with its `work_key`, or `chunk` of a resumable upload, encrypted with
    the key of the upload. A video is encrypted with its own `sealed_key`, and so
    are `encrypted_texts`, the texts of the upload that masking changed, and `encrypted_answers`, what a model answered.
    `sha256` and `size_bytes` describe the stored bytes.
    """

    __tablename__ = "files"
    __table_args__ = (
        UniqueConstraint("session_id", "kind", "sha256"),
        Index("files_of_user", "user_id", "session_id", "size_bytes"),
        Index("files_to_end", "created_at", sqlite_where=text(UNFINISHED), postgresql_where=text(UNFINISHED)),
        Index("files_not_kept", "session_id", sqlite_where=text(TEMPORARY), postgresql_where=text(TEMPORARY)),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    user_id: Mapped[str | None] = mapped_column(ID, ForeignKey("users.id", ondelete="SET NULL"))
    session_id: Mapped[str | None] = mapped_column(ID, ForeignKey("sessions.id", ondelete="SET NULL"))
    kind: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(200), unique=True)
    sha256: Mapped[str] = mapped_column(String(64), default="")
    mime_type: Mapped[str] = mapped_column(String(100), default="")
    size_bytes: Mapped[int] = mapped_column(BigInteger, default=0)
    sealed_key: Mapped[str | None] = mapped_column(Text)
    encrypted_texts: Mapped[str | None] = mapped_column(Text)
    encrypted_answers: Mapped[str | None] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10))
    created_at: Mapped[str] = mapped_column(TIME)


class Invitation(Base):
    """Lets one person sign up while sign-up is by invitation; only a hash of the code is stored."""

    __tablename__ = "invitations"

    code_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    email: Mapped[str | None] = mapped_column(String(320))
    expires_at: Mapped[str] = mapped_column(TIME)
    used_at: Mapped[str | None] = mapped_column(TIME)


class LoginLink(Base):
    """A one-time link that signs the local user in; only a hash of its token is stored."""

    __tablename__ = "login_links"

    token_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[str] = _owner()
    expires_at: Mapped[str] = mapped_column(TIME)
    used_at: Mapped[str | None] = mapped_column(TIME)


class Pairing(Base):
    """A browser extension that asks for access; only a hash of its secret is stored.

    Both the extension and the web app show `code`. `user_id` is the account that confirmed it. The row is deleted when
    the extension takes its token, when somebody refuses it, and after too many `wrong_secrets`.
    """

    __tablename__ = "pairings"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    secret_sha256: Mapped[str] = mapped_column(String(64))
    code: Mapped[str] = mapped_column(String(9))
    name: Mapped[str] = mapped_column(String(100))
    wrong_secrets: Mapped[int] = mapped_column(default=0)
    user_id: Mapped[str | None] = mapped_column(ID, ForeignKey("users.id", ondelete="CASCADE"), index=True)
    expires_at: Mapped[str] = mapped_column(TIME, index=True)


class Extension(Base):
    """A paired browser. Its token names this row, and is valid only as long as the row exists."""

    __tablename__ = "extensions"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    user_id: Mapped[str] = _owner()
    name: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[str] = mapped_column(TIME)
    expires_at: Mapped[str] = mapped_column(TIME, index=True)
    last_used_at: Mapped[str | None] = mapped_column(TIME)


class Worker(Base):
    """A worker process by its executor id; without a heartbeat it is dead, and other workers resume its sessions."""

    __tablename__ = "workers"

    executor_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    host: Mapped[str] = mapped_column(String(255))
    started_at: Mapped[str] = mapped_column(TIME)
    beat_at: Mapped[str] = mapped_column(TIME, index=True)


class RateLimit(Base):
    """When the next call of a name may start, in Unix milliseconds, across all machines."""

    __tablename__ = "rate_limits"

    name: Mapped[str] = mapped_column(String(200), primary_key=True)
    next_ms: Mapped[int] = mapped_column(BigInteger)
