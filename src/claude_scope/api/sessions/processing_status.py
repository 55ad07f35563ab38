"""`processingStatus`: the progress of a session with the status of each lane."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from claude_scope.jobs.session.status import LANES
from claude_scope.store.ids import now

if TYPE_CHECKING:
    from collections.abc import Callable

    from claude_scope.store.queries.sessions import Status


def waiting(moment: str, stage: str = "uploading") -> dict[str, Any]:
    """The status of a session before its processing begins. A session without a video keeps this status."""
    return {"overallStage": stage, **{lane: {"status": "pending"} for lane in LANES}, "lastUpdated": moment}


def processing_body(stored: str, address: Callable[[str], str]) -> dict[str, Any]:
    """Parse the stored status, and add the URLs of the previews."""
    found: dict[str, Any] = json.loads(stored)
    for preview in found.get("previews", ()):
        preview["imageUrl"] = address(preview["assetId"])
    return found or waiting(now())


def status(found: Status, address: Callable[[str], str]) -> dict[str, Any]:
    """The body of `/status` and of each event."""
    return {
        "sessionId": found.id,
        "sessionStatus": found.status,
        "processingStatus": processing_body(found.processing, address),
        "processingTime": found.processing_time_ms,
        "lastError": found.last_error,
    }
