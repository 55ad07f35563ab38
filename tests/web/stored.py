"""Stores sessions in the data folder of a running service, as its worker would."""

from __future__ import annotations

import json
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx

from claude_scope.errors import BadInput
from claude_scope.jobs.session.session_work import report_lanes
from claude_scope.jobs.session.status import Status, initial_status
from claude_scope.prompt.session_json import load_session
from claude_scope.settings import ServiceSettings
from claude_scope.store.database import Database
from claude_scope.store.ids import iso
from claude_scope.store.queries import sessions, work
from claude_scope.values import Claim, Counts, Understanding
from tests.api.build import Person, build_service, complete_session
from tests.web.sample import pictures, sample, session

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_scope.api.service import Service
    from claude_scope.values import Analysis

MARKUP = "<img src=x onerror=alert(1)><script>alert(2)</script></title>\"'>&lt;b&gt;"
"""Markup that must never become an element."""
WHY = "The recording holds no picture that can be shown; record the tab again."
"""The error of a failed session."""
TOLD = (
    "title",
    "label",
    "name",
    "text",
    "value",
    "summary",
    "description",
    "before",
    "after",
    "detail",
    "error",
)
STEPS = {
    "frameExtraction": ("probe", "capture", "keyframes"),
    "playwrightLane": ("inspect", "rebuild"),
    "visionLane": ("read",),
    "synthesis": ("timeline",),
}
LISTED = ("evidence", "console", "failedRequests", "notes", "onlyOnScreen", "onlyInTree", "notCompared", "unnamed")
"""Fields of a session with texts of pages and readers: one text, or a list of them."""


@contextmanager
def service_in(folder: Path) -> Iterator[Service]:
    """The service's components over a data folder that another process serves; they start no work."""
    database = Database(f"sqlite:///{folder / 'claude-scope.db'}")
    try:
        yield build_service(ServiceSettings(data_dir=folder), database, folder / "keys")
    finally:
        database.close()


async def store(folder: Path, user_id: str, analysis: Analysis) -> str:
    """Create a complete session for a user; returns its id."""
    with service_in(folder) as service:
        session_id = await complete_session(service, Person(user_id, {}), folder, analysis)
        assert await service.write(sessions.change, user_id, session_id, {"processing": _worked(analysis)})
        return session_id


def _worked(analysis: Analysis) -> str:
    """How the lanes ended, each after its share of the 4.2 s that `complete_session` gives as the total."""
    status = Status(initial_status())
    report_lanes(status, analysis)
    status.complete()
    data, took = json.loads(status.dump()), dict(analysis.seconds)
    clock = datetime.now(UTC)
    for lane, steps in STEPS.items():
        end = clock + timedelta(seconds=4.2 * sum(took.get(step, 0) for step in steps) / sum(took.values()))
        data[lane] |= {"startedAt": iso(clock), "completedAt": iso(end)}
        clock = end
    return json.dumps(data | {"lastUpdated": iso(clock)})


def cut(folder: Path) -> None:
    """Fill the folder with the sample's pictures unless it exists. Several processes may do this concurrently."""
    if folder.exists():
        return
    made = Path(tempfile.mkdtemp(dir=folder.parent))
    pictures(made / "made")
    try:
        (made / "made").rename(folder)
    except OSError:  # another process was faster
        assert folder.exists()
    shutil.rmtree(made)


def finished_analysis(folder: Path) -> Analysis:
    """The sample, with both lanes successful."""
    return sample(folder)


def lame_analysis(folder: Path) -> Analysis:
    """The sample without its browser lane: the page could not be opened."""
    whole = sample(folder)
    why = "http://127.0.0.1:4173/ did not answer (connection refused); start the app and record again."
    shot = replace(
        whole.snapshots[0], success=False, error=why, tree=None, counts=Counts(), screenshot=None, title="", console=()
    )
    vision, browser = whole.lanes
    return replace(
        whole, title="Without the page", snapshots=(shot,), lanes=(vision, replace(browser, detail="", error=why))
    )


def hostile_analysis(folder: Path) -> Analysis:
    """The sample with script and markup in every text that comes from a page, a reader or a user."""
    data = _marked(session())
    snapshot = data["snapshots"][0]
    snapshot["console"] = [MARKUP, f"error: {MARKUP}"]
    snapshot["failedRequests"] = [f"GET http://127.0.0.1:4173/{MARKUP} 404"]
    snapshot["notes"] = [MARKUP]
    snapshot["url"] = snapshot["finalUrl"] = data["seedUrl"] = f"http://127.0.0.1:4173/?q={MARKUP}#{MARKUP}"
    found = load_session(data | {"title": MARKUP * 6, "notes": MARKUP * 20}, folder)
    told = Claim(13, "flaw", "text", MARKUP, MARKUP, source="model")
    return replace(
        found,
        understanding=Understanding(MARKUP, MARKUP, MARKUP),
        timeline=replace(found.timeline, claims=(*found.timeline.claims, told)),
    )


def _marked(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _marked_field(key, value) for key, value in data.items()}
    return [_marked(item) for item in data] if isinstance(data, list) else data


def _marked_field(key: str, value: Any) -> Any:
    if key in TOLD and isinstance(value, str) and value:
        return f"{value} {MARKUP}"
    if key in LISTED:
        return [f"{item} {MARKUP}" for item in value or ["nothing"]]
    return _marked(value)


@dataclass(frozen=True)
class Account:
    """A user with an account, and the browser storage in which they are signed in."""

    id: str
    token: str
    user: dict[str, Any]
    signed_in: Any


def account_of(url: str, token: str, name: str = "Ada Lind") -> Account:
    """The account of a token's owner, under a name that is the same on every machine."""
    answer = httpx.patch(f"{url}/api/auth/me", headers={"authorization": f"Bearer {token}"}, json={"name": name})
    assert answer.status_code == 200, answer.text
    user = answer.json()
    return Account(user["id"], token, user, kept_sign_in(url, token, user))


def kept_sign_in(url: str, token: str, user: dict[str, Any]) -> Any:
    """The browser storage in which a user is signed in."""
    kept = json.dumps({"state": {"accessToken": token, "user": user}, "version": 0})
    origin = {"origin": url, "localStorage": [{"name": "cs-auth", "value": kept}]}
    return {"cookies": [], "origins": [origin]}


async def store_failed(folder: Path, user_id: str) -> str:
    """Create a session whose recording could not be read, with the error `WHY`; returns its id."""
    with service_in(folder) as service:
        session_id, status = await _begun(service, user_id, "A recording that cannot be read")
        error = BadInput(WHY)
        status.blame("keyframes", error)
        status.fail(WHY, error, final=True)
        failed = partial(work.fail, failed_lane=status.failed_lane)
        assert await service.write(failed, session_id, 0, WHY, status.dump())
        return session_id


async def store_working(folder: Path, user_id: str, analysis: Analysis) -> str:
    """Create a session in progress: its keyframes are found, and four of them are read; returns its id.

    A service with a worker would notice that nobody is processing it.
    """
    with service_in(folder) as service:
        session_id, status = await _begun(service, user_id, analysis.title)
        frames = analysis.keyframes.frames
        ids = [
            await service.files.add(
                frame.path, kind="frame", mime_type="image/png", user_id=user_id, session_id=session_id
            )
            for frame in frames
        ]
        status.finish("keyframes")
        status.show((frame.timestamp_ms, file_id) for frame, file_id in zip(frames, ids, strict=True))
        status.start("read")
        status.start("inspect")
        status.progress("read", 4, len(frames))
        assert await service.write(work.save_processing, session_id, 0, status.dump())
        return session_id


async def store_rebuilding(folder: Path, user_id: str) -> str:
    """Create a session of a capture in progress: 12 of its 34 states are rebuilt; returns its id."""
    with service_in(folder) as service:
        session_id, status = await _begun(service, user_id, "A capture")
        status.start("capture")
        status.finish("keyframes")
        status.start("rebuild")
        status.progress("rebuild", 12, 34)
        assert await service.write(work.save_processing, session_id, 0, status.dump())
        return session_id


async def _begun(service: Service, user_id: str, title: str) -> tuple[str, Status]:
    values = {"title": title, "seed_url": "http://127.0.0.1:4173/", "notes": "", "file_size": 742_268}
    values |= {"mime_type": "video/webm", "agent_target": "CLAUDE_CODE", "status": "processing"}
    session_id = await service.write(sessions.create, user_id, values | {"options": {}, "processing": initial_status()})
    job = await service.write(work.take_up, session_id, 0, "key")
    assert job is not None
    status = Status(job.processing)
    status.start("probe")
    status.start("keyframes")
    return session_id, status
