"""Files that claim to be recordings: the service answers with a sentence, contacts nobody, and continues."""

from __future__ import annotations

import json
import socket
import threading
import time
from contextlib import contextmanager
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from tests import forked
from tests.attacks import containers
from tests.cli.command import IMPORTED
from tests.gifs import write_gif
from tests.keyframes.film import film, page, shots

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import httpx

    from tests.attacks.town import Town

    Record = Callable[[str, object], None]

KINDS = {"webm": "libvpx-vp9", "mkv": "libvpx", "mp4": "libx264"}
MUTATIONS = 12
"""Attempts of each kind per round."""
PATIENCE_S = 60
"""Seconds within which every answer has to come on a busy machine."""
PLAYLISTS = {
    "HLS": "#EXTM3U\n#EXTINF:1,\n{url}\n#EXTINF:1,\nfile:///etc/passwd\n",
    "HLS that begins like MP4": "\0\0\0\x18ftypisom\n#EXTM3U\n#EXTINF:1,\n{url}\n",
    "concatenation": "ffconcat version 1.0\nfile '{url}'\nfile '/etc/passwd'\n",
    "DASH": '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><Period><AdaptationSet>'
    '<Representation id="1"><BaseURL>{url}</BaseURL></Representation></AdaptationSet></Period></MPD>',
    "SDP": "v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=video {port} RTP/AVP 96\n",
    "SVG": '<svg xmlns="http://www.w3.org/2000/svg"><image href="{url}"/></svg>',
}


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A short valid recording in each format."""
    folder = tmp_path_factory.mktemp("sound")
    states = shots((0, page(size=(320, 240))), (500, page(size=(320, 240), dark=True)))
    films = {kind: film(folder / f"a.{kind}", states, codec=codec) for kind, codec in KINDS.items()}
    films["gif"] = write_gif(folder / "a.gif", states, 1000)
    return {kind: path.read_bytes() for kind, path in films.items()}


@contextmanager
def listener() -> Iterator[tuple[int, list[Any]]]:
    """A port on this machine, and the connections to it."""
    came: list[Any] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def count() -> None:
            while True:
                try:
                    connection, peer = server.accept()
                except OSError:
                    return
                came.append(peer)
                connection.close()

        threading.Thread(target=count, daemon=True).start()
        yield server.getsockname()[1], came
        server.shutdown(socket.SHUT_RDWR)


def send(town: Town, content: bytes) -> httpx.Response:
    return town.ask(
        "POST",
        "/api/recordings",
        town.ana,
        data={"title": "Hostile", "seedUrl": "http://127.0.0.1:9/"},
        files={"file": ("a.webm", content, "video/webm")},
    )


def refused(answer: httpx.Response, town: Town) -> str:
    """Why a recording was refused: one sentence that discloses nothing about the machine."""
    assert answer.status_code == 400, answer.text
    message: str = answer.json()["message"]
    assert message.startswith("The recording ")
    assert message.count("\n") == 0
    assert len(message) < 300
    assert str(town.service.settings.data_dir) not in answer.text
    return message


def leftovers(town: Town) -> list[str]:
    """Files of uploads, and of their processing, that still exist."""
    folder = town.service.settings.data_dir
    return [
        str(path)
        for name in ("uploads", "work")
        for path in (folder / name).rglob("*")
        if path.is_file() and path.name != "lock"
    ]


@pytest.mark.attack("recordings")
@pytest.mark.parametrize("kind", PLAYLISTS)
def test_a_playlist_is_not_followed(busy: Town, kind: str) -> None:
    with listener() as (port, came):
        text = PLAYLISTS[kind].format(url=f"http://127.0.0.1:{port}/leak.webm", port=port)
        told = refused(send(busy, text.encode()), busy)
        assert "root:" not in told
        assert came == []
    assert leftovers(busy) == []


@pytest.mark.attack("recordings", cases=2)
def test_pictures_that_lie_elsewhere_are_not_fetched(busy: Town, sound: dict[str, bytes]) -> None:
    """An MP4 may declare that its samples are in another file, or at a URL."""
    with listener() as (port, came):
        hostile = containers.references(sound["mp4"], f"http://127.0.0.1:{port}/leak.mp4")
        assert len(hostile) > len(sound["mp4"])
        answer = send(busy, hostile)
        assert answer.status_code in (200, 400), answer.text
        assert came == []
    assert "root:" not in answer.text


@pytest.mark.attack("recordings")
@pytest.mark.parametrize("kind", containers.BOMBS)
def test_a_small_file_that_asks_for_much_gets_a_sentence(busy: Town, sound: dict[str, bytes], kind: str) -> None:
    """And the next recording is processed as usual."""
    content = containers.BOMBS[kind](sound["mp4"])
    assert len(content) < 10_000_000
    began = time.monotonic()
    answer = send(busy, content)
    assert time.monotonic() - began < PATIENCE_S
    if answer.status_code == 200:  # the rest of it can be read
        assert answer.json()["status"] in ("complete", "error")
        assert "/" not in (answer.json()["lastError"] or "")
    else:
        refused(answer, busy)
    assert leftovers(busy) == []
    assert busy.is_well()


@pytest.mark.parametrize("kind", ["webm", "gif"])
def test_a_sound_recording_is_processed_meanwhile(busy: Town, sound: dict[str, bytes], kind: str) -> None:
    """Without this, the attacks would prove nothing."""
    answer = send(busy, sound[kind])
    assert (answer.status_code, answer.json()["status"]) == (200, "complete"), answer.text


@pytest.mark.attack("recordings")
@pytest.mark.parametrize("kind", [*KINDS, "gif"])
def test_a_recording_that_was_changed_at_random_ends_in_a_result_or_a_sentence(
    kind: str, sound: dict[str, bytes], tmp_path: Path, attack_rounds: int, record_property: Record
) -> None:
    """Decoded as on the command line, without the child process of the service."""
    number = MUTATIONS * attack_rounds
    for case in range(number):
        path = tmp_path / f"{case}.{kind}"
        path.write_bytes(containers.mutated(sound[kind], Random(f"{kind} {case}")))
        ended = forked.run(["-m", "claude_scope", "keyframes", path, "--json"], modules=IMPORTED, timeout=PATIENCE_S)
        assert ended.returncode in (0, 3), f"case {case}: {ended.returncode} {ended.stderr}"
        assert "Traceback" not in ended.stderr
        if ended.returncode == 0:
            assert json.loads(ended.stdout)["keyframes"]
        else:
            assert ended.stderr.count("claude-scope: ") == 1
        path.unlink()
    record_property("attacks", number)
