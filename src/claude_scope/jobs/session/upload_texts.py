"""Masks the texts of an upload for storage, and keeps their originals encrypted as long as the video is stored.

The browser has to inspect the page at its real address, and a secret in the notes is covered in the pictures. So the
texts that masking changes are encrypted with the key of the video, and stored and deleted with the row of the video.
"""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from typing import TYPE_CHECKING

from claude_scope.browser.urls import display_url
from claude_scope.invisible_characters import one_line
from claude_scope.jobs.session.step_results import open_video_key
from claude_scope.redaction.redact import redact_text
from claude_scope.store.tables import MAX_NOTES, MAX_TITLE, MAX_URL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from claude_scope.store.encryption.data_keys import DataKey
    from claude_scope.store.encryption.secret_keys import Secrets
    from claude_scope.store.queries.work import Job
    from claude_scope.values import Recording

NAME = "texts"
"""The name under which the texts are encrypted."""
MAX_LENGTHS = {"title": MAX_TITLE, "seed_url": MAX_URL, "notes": MAX_NOTES}
"""Maximum number of characters of each text, by its column."""


DERIVED_TITLE = "derived_title"
"""The option with the title that a session got from its capture, because the user gave none."""


def is_own_title(session: Job) -> bool:
    """Whether the title of a session is the user's, and not from a capture, which a stranger may have written."""
    return session.title != session.options.get(DERIVED_TITLE)


def derived_title(recording: Recording, address: str) -> str:
    """The title of a capture or its page, otherwise the host and path of its address."""
    return one_line(recording.title) or display_url(address).partition("://")[2].partition("?")[0].rstrip("/")


def masked(text: str, most: int) -> str:
    """The text with its secrets masked, cut to `most` characters, because a mask may be longer than its secret."""
    return redact_text(text)[0][:most]


def mask_upload(texts: Mapping[str, str], key: DataKey) -> tuple[dict[str, str], str | None]:
    """Return the masked texts, and the encrypted originals of those that masking changes; None if it changes none."""
    stored = {name: masked(text, MAX_LENGTHS[name]) for name, text in texts.items()}
    changed = {name: text for name, text in texts.items() if text != stored[name]}
    if not changed:
        return stored, None
    return stored, base64.b64encode(key.encrypt(json.dumps(changed).encode(), NAME)).decode()


def as_written(job: Job, secrets: Secrets) -> Job:
    """The job with the original texts; a title that the user has changed meanwhile is kept.

    An original is used only if masking it gives the stored text, since the row may come from another person's backup.

    Raises WorkFailed if the key of the video cannot be opened, and Conflict for data that was not encrypted with it.
    """
    if job.encrypted_texts is None:
        return job
    found = json.loads(open_video_key(job, secrets).decrypt(base64.b64decode(job.encrypted_texts), NAME))
    stored = {"title": job.title, "seed_url": job.seed_url, "notes": job.notes}
    written = {
        name: found[name]
        for name, most in MAX_LENGTHS.items()
        if name in found and len(found[name]) <= most and masked(found[name], most) == stored[name]
    }
    return replace(job, **written)
