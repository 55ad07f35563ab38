"""Builds the service of a test, and people who use it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from PIL import Image

from claude_scope.api.auth.access_tokens import Tokens
from claude_scope.api.auth.signing_keys import KeyRing
from claude_scope.api.service import Service
from claude_scope.jobs.session.persist import frames_of, result_of
from claude_scope.jobs.session.status import Status, initial_status
from claude_scope.store.assets.files import Files
from claude_scope.store.assets.local import LocalAssets
from claude_scope.store.encryption.secret_keys import Secrets
from claude_scope.store.queries import sessions, users, work
from claude_scope.timeline.element_tree import build_tree
from tests.analyses import checkout_analysis
from tests.jobs.fake_runner import FakeRunner

if TYPE_CHECKING:
    from pathlib import Path

    from claude_scope.settings import ServiceSettings
    from claude_scope.store.database import Database
    from claude_scope.values import Analysis, Moment, Node


@dataclass(frozen=True)
class Person:
    """An account, and the headers or cookies with which its requests are authenticated."""

    id: str
    headers: dict[str, str]


def build_service(settings: ServiceSettings, database: Database, keys: Path) -> Service:
    assets = LocalAssets(settings.data_dir / "files")
    files = Files(database, assets)
    tokens = Tokens(KeyRing(keys), lifetime_s=3600)
    return Service(settings, database, files, assets, FakeRunner(database, files), tokens, Secrets.of(settings))


def sign_up(service: Service, email: str) -> Person:
    """An account without a password, as sign-in with an identity provider creates it."""
    with service.database.transaction() as tx:
        row = users.add(tx, email=email, name=email.partition("@")[0], issuer="test", subject=email)
    return Person(row.id, {"Authorization": f"Bearer {service.tokens.issue(row.id, row.tokens_valid_from_ms)}"})


async def complete_session(
    service: Service,
    who: Person,
    folder: Path,
    analysis: Analysis | None = None,
    options: dict[str, Any] | None = None,
) -> str:
    """A session as a worker stores it: the checkout of `tests.analyses` with its files, and without its video."""
    analysis = analysis or checkout_analysis(folder)
    analysis = analysis if analysis.timeline.is_captured else with_real_trees(analysis)
    values = {"title": analysis.title, "seed_url": analysis.seed_url, "notes": analysis.notes, "file_size": 1_482_113}
    values |= {"mime_type": "video/webm", "agent_target": "CLAUDE_CODE", "status": "processing"}
    values |= {"options": options or {}}
    session_id = await service.write(sessions.create, who.id, values | {"processing": initial_status()})
    ids, small = {}, {}
    for shot in filter(None, (snapshot.screenshot for snapshot in analysis.snapshots)):
        ids[shot] = await service.files.add(
            shot, kind="screenshot", mime_type="image/png", user_id=who.id, session_id=session_id
        )
    for frame in analysis.keyframes.frames:
        small[frame.path] = _thumbnail(frame.path)
        for path, kind, mime_type in (
            (frame.path, "frame", "image/png"),
            (small[frame.path], "thumbnail", "image/jpeg"),
        ):
            ids[path] = await service.files.add(
                path, kind=kind, mime_type=mime_type, user_id=who.id, session_id=session_id
            )
    job = await service.write(work.take_up, session_id, 0, "key")
    assert job is not None
    status = Status(job.processing)
    status.complete()
    result, frames = result_of(analysis, job, ids.__getitem__), frames_of(analysis, ids.__getitem__, small)
    assert await service.write(work.put_result, session_id, 0, result, frames, status.dump())
    assert await service.write(work.complete, session_id, 0, status.dump(), 4_200)
    return session_id


async def spoil(service: Service, address: str, content: bytes | None) -> None:
    """Replace the content of a stored picture, or delete it."""
    file = await service.files.get(address.partition("?")[0].rpartition("/")[2])
    path = service.settings.data_dir / "files" / file.key
    path.unlink()
    if content is not None:
        path.write_bytes(content)


def with_real_trees(analysis: Analysis) -> Analysis:
    """The trees as the timeline makes them, whose nodes name their elements."""
    frames, line = analysis.keyframes, analysis.timeline
    moments = [replace(m, tree=_tree(m, frames.width, frames.height)) for m in line.moments]
    return replace(analysis, timeline=replace(line, moments=tuple(moments)))


def _tree(moment: Moment, width: int, height: int) -> Node:
    return build_tree(moment.elements, width, height)


def _thumbnail(picture: Path) -> Path:
    small = picture.with_suffix(".jpg")
    small.write_bytes(_small(picture.read_bytes()))
    return small


@cache
def _small(png: bytes) -> bytes:
    """The pictures are the same in every session, and resizing them takes half of the time to make one."""
    with Image.open(BytesIO(png)) as image:
        image.thumbnail((480, 480))
        image.save(out := BytesIO(), "JPEG", quality=70)
    return out.getvalue()
