"""Removes a frame from a session, or restores it. The next frame then includes the changes of a removed frame."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from claude_scope.errors import Conflict, NotFound
from claude_scope.jobs.session.persist import counts_of, outcome_of, tree_of
from claude_scope.jobs.session.stored_analysis import analysis_of, removed
from claude_scope.store.queries import sessions as queries
from claude_scope.timeline.remove_frames import remove_frames

if TYPE_CHECKING:
    from sqlalchemy.orm import Session as Transaction


def leave_out(tx: Transaction, user_id: str, session_id: str, frame_id: str) -> None:
    """Remove a frame. The transaction includes the check for the last frame, so that concurrent removals are safe.

    Raises NotFound, or Conflict for the last frame of a session.
    """
    if not queries.remove_frame(tx, user_id, session_id, frame_id):
        raise NotFound("There is no such frame.")
    _tell_differences(tx, user_id, session_id)


def take_in(tx: Transaction, user_id: str, session_id: str, frame_id: str) -> None:
    """Restore a removed frame; a frame that was not removed stays unchanged. Raises NotFound."""
    restored = queries.restore_frame(tx, user_id, session_id, frame_id)
    if restored is None:
        raise NotFound("There is no such frame.")
    if restored:
        _tell_differences(tx, user_id, session_id)


def _tell_differences(tx: Transaction, user_id: str, session_id: str) -> None:
    """Store the changes of each visible frame since the previous visible frame; raises Conflict if no frame is left."""
    kept = queries.stored(tx, user_id, session_id)
    assert kept is not None
    shown = [frame for frame in kept.frames if not frame.removed]
    if not shown:
        raise Conflict("This is the last frame; delete the session instead.")
    analysis = remove_frames(analysis_of(kept), {number - 1 for number in removed(kept)})
    happened, number = outcome_of(analysis)
    queries.set_outcome(tx, session_id, shown[number - 1].number, happened)
    for frame, moment in zip(shown, analysis.timeline.moments, strict=True):
        tree = json.dumps(tree_of(moment), ensure_ascii=False, separators=(",", ":"))
        counts = counts_of(moment)
        told = {"added": frame.added, "changed": frame.changed, "removed": frame.removed_count}
        if (tree, counts) != (frame.aria_tree, told):
            queries.set_difference(tx, frame.id, counts, tree)
