"""Pictures of a capture are covered where the recording masks values, and where texts of the page or a canvas are
secret.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import pytest_asyncio
from mcp.types import ImageContent

from claude_scope.masking.fuzzy_match import fold_text
from claude_scope.pictures import EDGE, GREY, STRIPE, load
from tests.browser.record.driven import driven, read_events, read_manifest
from tests.browser.sites import Answer, Site
from tests.capture.build import START, act, at, element, loaded, mutation, page, text, write_capture
from tests.cli.command import scope
from tests.masking.read_again import KEY, pictures_in, text_in
from tests.mcp.results import ask, asking
from tests.videos import words, write_video

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterable
    from pathlib import Path

    from claude_scope.values import Image

TYPED, LETTERS, PRIVATE = "Wolf7mQx2Rb9", "zebrahorselamp", "Lynx4tKp8Zd3"
DRAWN = "ghp_" + "16C7e42F292c6912E7710c838347Ae178B4a"
SECRETS = (TYPED, LETTERS, PRIVATE, KEY, DRAWN)
PAGE = f"""<!doctype html><title>Account</title><style>body {{ font: 24px sans-serif }} p {{ height: 40px }}</style>
<h1>Account</h1><label>New password <input type=password></label> <button>Save</button>
<p><label>PIN of letters <input type=password class=letters></label> <span class=said></span></p>
<p class=echo></p><p class=private data-private></p><p class=key></p><canvas width=700 height=60></canvas>
<script>document.querySelector('button').onclick = () => {{
  const put = (name, text) => document.querySelector(name).textContent = text;
  put('.echo', `Saved. The new password ${{document.querySelector('input').value}} is active.`);
  put('.said', `The PIN ${{document.querySelector('.letters').value}} is active`);
  put('.private', 'The old password {PRIVATE} is not.');
  put('.key', 'Your key is {KEY}');
  const pen = document.querySelector('canvas').getContext('2d');
  pen.font = '24px sans-serif';
  pen.fillText('{DRAWN}', 10, 40);
}}</script>"""


@dataclass
class Done:
    capture: Path
    out: Path
    ended: subprocess.CompletedProcess[str]

    def session(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.out / "session.json").read_text("utf-8"))
        return found


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def done(tmp_path_factory: Any) -> Done:
    folder = tmp_path_factory.mktemp("account")
    capture, out = folder / "account.scope", folder / "out"
    async with Site({"/": PAGE, "*": Answer("", 404)}) as site, driven(site.url, capture) as driver:
        for field, secret in (("input", TYPED), (".letters", LETTERS)):
            await driver.page.focus(field)
            await driver.page.keyboard.type(secret)
        await driver.page.click("button")
        await driver.page.wait_for_timeout(1_500)
    return Done(capture, out, scope("analyze", capture, "--out", out, "--agent", "raw"))


def test_every_place_tells_the_same_number_of_secrets(done: Done) -> None:
    """Terminal, prompt and session.json: the two that were typed, the key in a text, and the one in the canvas."""
    assert read_manifest(done.capture)["masked"] == {"field": 2}
    assert done.session()["masked"] == 4
    assert "4 secrets were masked." in done.ended.stderr
    assert "4 secrets masked;" in (done.out / "prompt.raw.md").read_text("utf-8")


def told_by(images: Iterable[Image]) -> list[str]:
    """The secrets of which six consecutive letters can be read in pictures, and the page's heading."""
    distinct = {image.tobytes(): image for image in images}
    there = text_in(distinct.values())
    folded = {secret: fold_text(secret).letters for secret in (*SECRETS, "Account")}
    return [
        item for item, letters in folded.items() if any(letters[n : n + 6] in there for n in range(len(letters) - 5))
    ]


def is_mask(image: Image) -> float:
    """The covered share of a picture."""
    return float(np.isin(image, (GREY, STRIPE, EDGE)).all(axis=2).mean())


@pytest.mark.attack("secrets")
def test_no_picture_shows_what_the_record_masks_nor_a_secret_of_the_page_or_of_a_canvas(done: Done) -> None:
    assert done.ended.returncode == 0, done.ended.stderr
    pictures = list(pictures_in(done.out))
    assert len(pictures) >= 4
    assert told_by(pictures) == ["Account"]
    assert max(map(is_mask, pictures)) < 0.35
    assert done.session()["coveredPlaces"] >= 4


def test_texts_do_not_tell_what_the_pictures_cover(done: Done) -> None:
    texts = [path.read_text("utf-8") for path in done.out.rglob("*") if path.suffix in (".md", ".json", ".html")]
    assert [secret for secret in SECRETS for text in texts if secret in text] == []


def test_the_record_named_the_places(done: Done) -> None:
    """Otherwise OCR alone would have determined the places."""
    assert any(event["kind"] == "masked" and event["boxes"] for event in read_events(done.capture))
    frames = done.session()["keyframes"]["frames"]
    assert any(frame["masked"] for frame in frames)


@pytest.mark.attack("secrets")
async def test_pictures_for_agents_are_covered(done: Done, tmp_path: Path) -> None:
    async with asking(done.out.parent) as client:
        result = await ask(client, "get_frames", session="out", state=len(done.session()["timeline"]["moments"]))
    last = [item for item in result.content if isinstance(item, ImageContent)][-1]
    (tmp_path / "last.png").write_bytes(base64.b64decode(last.data))
    assert told_by([load(tmp_path / "last.png")]) == ["Account"]


def test_a_secret_below_the_visible_part_is_not_an_error(tmp_path: Path) -> None:
    """As on every sign-in page that is longer than the window."""
    video = write_video(tmp_path / "video.webm", [(words("Sign in", size=(1280, 720)), 2.0)])
    low = element(12, "p", text(13, f"Your key is {KEY}"), style="margin-top: 2000px")
    tree = page(element(10, "h1", text(11, "Sign in")), low)
    capture = write_capture(tmp_path / "low", loaded(100, tree), video, ended=START + 2_000)
    ended = scope("analyze", capture, "--out", tmp_path / "out", "--agent", "raw")
    assert ended.returncode == 0, ended.stderr
    assert "failed" not in ended.stderr


def test_places_of_the_record_are_covered_at_their_time(tmp_path: Path) -> None:
    """Even if no text of the page shows that something is secret, and neither earlier nor later."""
    states = [(words("Start"), 2.0), (words("Start", "Lantern"), 2.0), (words("The end"), 3.0)]
    video = write_video(tmp_path / "video.webm", states)
    shown = {"viewport": [640, 360], "inside": False, "frames": []}
    events = [
        *loaded(100, page(element(10, "h1", text(11, "Start")))),
        at(2_000, "masked", since=1_900, boxes=[[1, 30, 90, 300, 50]], **shown),
        act(2_000, "click", 10),
        mutation(2_000, texts=[{"id": 11, "value": "Now"}]),
        at(4_000, "masked", since=3_900, boxes=[], **shown),
        act(4_000, "click", 10),
        mutation(4_000, texts=[{"id": 11, "value": "The end"}]),
    ]
    capture = write_capture(tmp_path / "one", events, video, ended=START + 7_000, viewport=[640, 360])
    read = {}
    for out, options in (("covered", []), ("plain", ["--no-mask"])):
        ended = scope("analyze", capture, "--out", tmp_path / out, "--agent", "raw", *options)
        assert ended.returncode == 0, ended.stderr
        read[out] = text_in(load(path) for path in sorted((tmp_path / out / "frames").glob("*.png")))
    assert [word in read["covered"] for word in ("start", "lantern", "theend")] == [True, False, True]
    assert [word in read["plain"] for word in ("start", "lantern", "theend")] == [True, True, True]
