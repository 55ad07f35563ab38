"""A recording, and a client that uploads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from tests.api.resumable_uploads.client import PART, Client
from tests.videos import three_states

if TYPE_CHECKING:
    from tests.api.build import Person
    from tests.jobs.fake_runner import FakeRunner


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    content = three_states(tmp_path_factory.mktemp("video") / "recording.webm").read_bytes()
    assert len(content) > PART
    return content


@pytest.fixture(autouse=True)
def waiting(runner: FakeRunner) -> None:
    """Sessions wait: work that goes on when a test ends would leave a connection open."""
    runner.pause()


@pytest.fixture
def her(client: httpx.AsyncClient, ana: Person) -> Client:
    return Client(client, ana)
