"""Converts a finished analysis into the rows and files of a session: frames, prompt and analysis."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from claude_scope.browser.urls import is_web_address
from claude_scope.invisible_characters import one_line
from claude_scope.jobs.session.stored_prompt import prompt_options, write_prompt
from claude_scope.jobs.session.upload_texts import MAX_LENGTHS, is_own_title
from claude_scope.prompt.frames import FrameFile
from claude_scope.prompt.session_json import session_json
from claude_scope.store.queries.work import Finished, FrameRow
from claude_scope.store.tables import MAX_HAPPENED, MAX_URL
from claude_scope.values import Agent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from claude_scope.store.queries.work import Job
    from claude_scope.values import Analysis, Moment, Node

MAX_DEPTH = 100
"""The greatest depth of a frame's tree in the API; readings are two or three levels deep."""


def result_of(analysis: Analysis, job: Job, id_of: Callable[[Path], str]) -> Finished:
    """The result to store: the prompt, and the analysis as JSON with the ids of stored files as pictures."""
    prompt = write_prompt(analysis, Agent(job.agent_target), prompt_options(job.options), job.id)
    files = _files(analysis, id_of)
    data = session_json(analysis, files=files)
    urls = dict.fromkeys(_address(url) for url in (analysis.seed_url, *(page.url for page in analysis.snapshots)))
    duration_ms = analysis.recording.duration_ms or analysis.keyframes.duration_ms
    file_ids = frozenset(id_of(path) for path in files)
    return Finished(
        prompt,
        json.dumps(data, ensure_ascii=False),
        round(duration_ms / 1000),
        list(filter(None, urls)),
        *outcome_of(analysis),
        file_ids,
        _texts(analysis, job),
    )


def outcome_of(analysis: Analysis) -> tuple[str, int]:
    """The outcome in one line, and the number of its state: the one in which it went wrong, otherwise the last."""
    timeline = analysis.timeline
    if timeline.wrong is not None:
        return one_line(timeline.wrong_because)[:MAX_HAPPENED], timeline.wrong + 1
    told = analysis.understanding.shown if analysis.understanding is not None else ""
    return one_line(told)[:MAX_HAPPENED] or "Nothing shows what went wrong.", len(timeline.moments)


def _texts(analysis: Analysis, job: Job) -> dict[str, tuple[str, str]]:
    """The texts of the upload by column: each as it is stored, and as the analysis masks it.

    A title from a capture stays as it is stored, because the analysis has the default title.
    """
    lengths = {name: most for name, most in MAX_LENGTHS.items() if name != "title" or is_own_title(job)}
    return {name: (getattr(job, name), getattr(analysis, name)[:most]) for name, most in lengths.items()}


def pictures_of(analysis: Analysis, thumbnails: Mapping[Path, Path]) -> dict[Path, str]:
    """The pictures that a session keeps, each with its file kind."""
    return dict(_referenced_pictures(analysis)) | dict.fromkeys(thumbnails.values(), "thumbnail")


def _referenced_pictures(analysis: Analysis) -> Iterator[tuple[Path, str]]:
    """Yield the pictures that the analysis refers to, each with its file kind."""
    yield from ((frame.path, "frame") for frame in analysis.keyframes.frames)
    yield from ((page.screenshot, "screenshot") for page in analysis.snapshots if page.screenshot is not None)


def _files(analysis: Analysis, id_of: Callable[[Path], str]) -> dict[Path, FrameFile]:
    """Every picture by its path; its name is the id of its stored file."""
    width, height = analysis.keyframes.width, analysis.keyframes.height
    return {path: FrameFile(path, path, id_of(path), width, height) for path, _ in _referenced_pictures(analysis)}


def frames_of(analysis: Analysis, id_of: Callable[[Path], str], thumbnails: Mapping[Path, Path]) -> list[FrameRow]:
    """The rows of the frames, numbered as in the prompt."""
    return [
        FrameRow(
            number=number,
            timestamp_ms=_time_of(moment, is_captured=analysis.timeline.is_captured),
            url=_address(moment.url) or _address(analysis.seed_url),
            image_id=id_of(moment.keyframe.path),
            thumbnail_id=id_of(thumbnails[moment.keyframe.path]),
            **counts_of(moment),
            aria_tree=json.dumps(tree_of(moment), ensure_ascii=False, separators=(",", ":")),
        )
        for number, moment in enumerate(analysis.timeline.moments, 1)
    ]


def _address(url: str) -> str:
    """An address as it is stored; "" if it is not that of a web page, such as about:blank in a capture."""
    return url[:MAX_URL] if is_web_address(url) else ""


def _time_of(moment: Moment, *, is_captured: bool) -> int:
    """The time of a frame in ms; for a capture, whose states may share a picture, the beginning of the state."""
    return moment.keyframe.since_ms if is_captured else moment.keyframe.timestamp_ms


def counts_of(moment: Moment) -> dict[str, int]:
    """The number of added, changed and removed elements."""
    kinds = Counter(change.kind for change in moment.changes)
    return {"added": kinds["added"], "changed": kinds["changed"], "removed": kinds["removed"]}


def tree_of(moment: Moment) -> list[dict[str, Any]]:
    """The nodes below the document, then the removed elements."""
    status: dict[str, str] = {change.element.id: change.kind for change in moment.changes}
    gone = [change.element for change in moment.changes if change.kind == "removed"]
    nodes = [_node(node, status, 1) for node in moment.tree.children]
    return nodes + [{"role": e.role, "name": e.name or e.label, "diffStatus": "removed"} for e in gone]


def _node(node: Node, status: Mapping[str, str], depth: int) -> dict[str, Any]:
    data: dict[str, Any] = {"role": node.role, "name": node.name}
    if node.ref in status:
        data["diffStatus"] = status[node.ref]
    if node.children and depth < MAX_DEPTH:
        data["children"] = [_node(child, status, depth + 1) for child in node.children]
    return data


def thumbnails_by_frame(analysis: Analysis, thumbnails: Sequence[Path]) -> dict[Path, Path]:
    """Each keyframe's thumbnail by the keyframe's path."""
    return {frame.path: small for frame, small in zip(analysis.keyframes.frames, thumbnails, strict=True)}
