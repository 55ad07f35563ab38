"""A local server that streams, and a question with two pictures."""

from __future__ import annotations

import base64
from io import BytesIO
from typing import TYPE_CHECKING, Annotated, Any

import pytest
from PIL import Image as Pillow
from pydantic import BaseModel, BeforeValidator, Field

from claude_scope.hosted.question import Question
from claude_scope.hosted.view import View
from claude_scope.values import Box
from tests.hosted_commands.stream_server import StreamServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Ask = Callable[..., Question["Told"]]

SIZES = ((120, 60), (90, 60))


class Change(BaseModel):
    """A change."""

    what: str = Field("", description="What it is.")
    box: Annotated[list[Any], BeforeValidator(list)] = []
    sure: float = 0.5


class Told(BaseModel):
    """An answer."""

    said: str
    state: int | None = Field(None, description="Its number.")
    changes: list[Change] = []


@pytest.fixture(scope="session")
def stream_server() -> Iterator[StreamServer]:
    with StreamServer() as running:
        yield running


@pytest.fixture
def question() -> Ask:
    """Makes a question whose pictures have the sizes in SIZES."""

    def made(words: str = "What changed from picture 1 to picture 2?") -> Question[Told]:
        pictures = tuple(_view(*size) for size in SIZES)
        return Question("You compare two states of a page.", words, pictures, Told, 1_234)

    return made


def _view(width: int, height: int) -> View:
    written = BytesIO()
    Pillow.new("RGB", (width, height), (width, 10, 200)).save(written, "PNG")
    return View(Box(0, 0, width, height), width, height, base64.b64encode(written.getvalue()).decode())
