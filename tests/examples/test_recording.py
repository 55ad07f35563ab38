"""The sample recording is what a browser's recorder produces, and the script that made it works."""

from __future__ import annotations

import json
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import av
import pytest

from examples.capture import Take, recorded_page
from examples.record import SHOP

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGE = """<!doctype html><title>Two states</title><link rel=icon href=data:>
<button style="font: 40px sans-serif" onclick="this.textContent='Closed'">Close ticket</button><input id=note>"""


@pytest.fixture
def page_url(tmp_path: Path) -> Iterator[str]:
    """The page on a loopback address, since only secure contexts may record."""
    (tmp_path / "index.html").write_text(PAGE)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=tmp_path)) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


def frames(file: Path) -> list[tuple[float, int, int]]:
    """Time in seconds, width and height of every frame."""
    with av.open(file) as container:
        return [(frame.time or 0.0, frame.width, frame.height) for frame in container.decode(video=0)]


def truth_of(file: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(file.with_suffix(".json").read_text())
    return loaded


def assert_in_order(truth: dict[str, Any]) -> None:
    times = [time for state in truth["states"] for time in (state["start_ms"], state["end_ms"])]
    assert times == sorted(times)
    assert times[0] >= 0
    assert times[-1] == truth["duration_ms"]


def test_the_sample_is_a_recorders_webm_without_a_duration() -> None:
    with av.open(SHOP) as container:
        stream = container.streams.video[0]
        assert container.duration is None
        assert stream.duration is None
        assert stream.codec_context.name in ("vp9", "libvpx-vp9")
    assert SHOP.stat().st_size < 1_500_000


def test_the_sample_is_half_a_minute_of_1080p_as_its_truth_says() -> None:
    shown = frames(SHOP)
    assert {(width, height) for _, width, height in shown} == {(1920, 1080)}
    duration_ms = truth_of(SHOP)["duration_ms"]
    assert 24_000 <= duration_ms <= 32_000
    assert 0 <= duration_ms - shown[-1][0] * 1000 <= 1500  # a still page gives about one frame per second


def test_the_truth_tells_a_dozen_states_in_order() -> None:
    truth = truth_of(SHOP)
    assert_in_order(truth)
    assert len([state for state in truth["states"] if not state["optional"]]) == 12


def test_a_tab_records_itself_and_its_states_are_noted(tmp_path: Path, page_url: str) -> None:
    file = tmp_path / "short.webm"
    with recorded_page(page_url, (640, 480)) as page:
        take = Take(page)
        take.start()
        take.arrive("open", "document.querySelector('button')", look_s=0.4)
        take.click(page.get_by_role("button", name="Close ticket"))
        take.arrive("closed", "document.querySelector('button').textContent === 'Closed'", look_s=0.4)
        take.click(page.locator("#note"))
        take.type("ok")
        take.arrive("note typed", "note.value === 'ok'", look_s=0.4)
        take.stop(file, "short")
    truth = truth_of(file)
    assert [state["name"] for state in truth["states"]] == ["open", "closed", "note typed"]
    assert_in_order(truth)
    shown = frames(file)
    assert len(shown) > 5
    assert {(width, height) for _, width, height in shown} == {(640, 480)}


def test_a_pointer_cannot_move_to_what_is_not_shown() -> None:
    with (
        recorded_page("data:text/html,<p hidden>gone</p>", (640, 480)) as page,
        pytest.raises(ValueError, match="gone"),
    ):
        Take(page).click(page.locator("p:has-text('gone')"))
