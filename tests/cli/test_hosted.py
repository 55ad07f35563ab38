"""`analyze --vision PROVIDER`: a model reads the keyframes of a recording, asked over HTTP on this machine."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from claude_scope.hosted.calls.choice import PROVIDERS
from claude_scope.png import PngWriter
from tests.hosted.model_server import ModelServer, Said, elements, failed, seen
from tests.videos import words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cli.command import Typed
    from tests.hosted.model_server import Asked

pytestmark = pytest.mark.usefixtures("no_browser")
KEY = "sk-secret-0123456789abcdef"


@pytest.fixture(scope="module")
def server() -> Iterator[ModelServer]:
    with ModelServer() as running:
        yield running


@pytest.fixture(autouse=True)
def no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for provider in PROVIDERS.values():
        for name in provider.variables:
            monkeypatch.delenv(name, raising=False)


def of_the_basket(asked: Asked) -> Said:
    """A heading and an icon in the whole picture; in a piece only what a person would see there."""
    if "The whole screen" in asked.words:
        return elements(seen("heading", "Basket", [40, 40, 140, 75]), seen("icon", "Settings", [590, 20, 620, 50]))
    return elements(seen("alert", "Payment failed", [30, 90, 260, 130]))


def analyzed(typed: Typed, recording: Path, *options: str) -> tuple[int, str, str]:
    return typed("analyze", str(recording), "--url", "http://127.0.0.1:9/", "--out", "out", *options)


def session_of(folder: Path) -> dict[str, Any]:
    session: dict[str, Any] = json.loads((folder / "out" / "session.json").read_text())
    return session


def test_a_local_server_reads_a_recording_without_a_key(
    server: ModelServer, recording: Path, tmp_path: Path, typed: Typed
) -> None:
    """One call for the first screen, then only for what changed; what it took is told, and what is its word alone."""
    server.answers(of_the_basket)
    code, _, err = analyzed(typed, recording, "--vision", "openai:tiny", "--base-url", server.url("openai"))
    assert code == 0, err
    assert {asked.headers["authorization"] for asked in server.asked} == {"Bearer none"}
    assert len(server.asked) == 3
    assert sum("The whole screen" in asked.words for asked in server.asked) == 1
    assert "3 keyframes read; 3 calls of the model, 3,000 + 600 tokens, at a cost that is not known" in err
    moments = session_of(tmp_path)["timeline"]["moments"]
    assert [moment["reading"]["reader"] for moment in moments] == ["openai:tiny"] * 3
    assert moments[0]["reading"]["usage"] == {"calls": 1, "inputTokens": 1000, "outputTokens": 200, "costUsd": None}
    sources = {one["label"]: one["source"] for one in moments[0]["reading"]["elements"]}
    assert sources == {"Basket": "pixels", "Settings": "model", "1 item": "pixels"}
    prompt = (tmp_path / "out" / "prompt.claude-code.md").read_text()
    assert "Screen read by: openai:tiny" in prompt
    assert "Settings" not in prompt, "what only a model says is not said again"


@pytest.mark.parametrize("provider", ["anthropic", "google"])
def test_each_provider_reads_a_recording_with_its_key(
    provider: str, server: ModelServer, still: Path, tmp_path: Path, typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The key of its variable goes there, and nowhere else: not to stderr, and into no file."""
    monkeypatch.setenv(PROVIDERS[provider].variables[-1], KEY)
    server.answers(of_the_basket)
    code, out, err = analyzed(typed, still, "--vision", f"{provider}:m", "--base-url", server.url(provider))
    assert code == 0, err
    assert KEY in " ".join(server.asked[0].headers.values())
    assert {asked.model for asked in server.asked} == {"m"}
    assert KEY not in out + err
    files = [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
    assert files
    assert not any(KEY.encode() in path.read_bytes() for path in files)


def test_a_wrong_key_is_one_error_and_leaves_nothing(
    server: ModelServer, recording: Path, tmp_path: Path, typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    server.answers(failed(401, f"invalid x-api-key {KEY}"))
    code, out, err = analyzed(typed, recording, "--vision", "anthropic:m", "--base-url", server.url("anthropic"))
    assert (code, out) == (2, "")
    assert len(server.asked) == 1
    told = [line for line in err.splitlines() if line.startswith("claude-scope:")]
    assert len(told) == 1
    assert "does not accept the key (401: invalid x-api-key ***); correct the key" in told[0]
    assert not (tmp_path / "out").exists()


def test_a_frame_that_fails_is_marked_and_the_rest_go_on(
    server: ModelServer, recording: Path, tmp_path: Path, typed: Typed
) -> None:
    """The lane says how many, and why; `--strict` takes it for a lane that failed. The frame has its local reading."""
    server.answers(of_the_basket, failed(400, "too blurred"), of_the_basket)
    local = ("--vision", "openai:tiny", "--base-url", server.url("openai"))
    code, _, err = analyzed(typed, recording, *local, "--strict")
    assert code == 4
    assert "1 of 3 keyframes were read by the local reader alone:" in err
    assert "did not take the call (400: too blurred)." in err
    readings = [moment["reading"] for moment in session_of(tmp_path)["timeline"]["moments"]]
    assert [reading["reader"] for reading in readings] == ["openai:tiny", "local", "openai:tiny"]
    assert readings[1]["lines"]
    assert "too blurred" in readings[1]["problem"]
    assert "The whole screen" in server.asked[2].words


def test_pictures_are_read_by_a_model_too(server: ModelServer, tmp_path: Path, typed: Typed) -> None:
    PngWriter().write(tmp_path / "a.png", words("Basket", "1 item"))
    server.answers(of_the_basket, failed(400, "too blurred"))
    model = ("--vision", "openai:tiny", "--base-url", server.url("openai"))
    code, out, err = typed("read", "a.png", "a.png", *model)
    assert code == 0, err
    assert out.count("heading   Basket") == 1
    assert "note: a.png was read by the local reader alone: " in err
    assert "The model: 2 pictures read; 1 call of the model, 1,000 + 200 tokens" in err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--vision", "anthropic"], "needs a key of Anthropic; set ANTHROPIC_API_KEY"),
        (["--vision", "google"], "set GEMINI_API_KEY or GOOGLE_API_KEY"),
        (["--vision", "openai"], "needs a key of OpenAI"),
        (["--vision", "openai", "--base-url", "http://127.0.0.1:9/v1"], "needs the model's name too"),
        (["--vision", "openai:m", "--base-url", "localhost:11434"], "takes the address of a server"),
        (["--vision", "openai:m", "--base-url", "http://a:b@127.0.0.1:9/"], "takes no user name or password"),
        (["--base-url", "http://127.0.0.1:9/v1"], "--base-url is for a model"),
        (["--max-cost", "1"], "--max-cost is for a model"),
        (
            ["--vision", "openai:m", "--base-url", "http://127.0.0.1:9/v1", "--max-cost", "1"],
            "The price of openai:m is not known, so its cost cannot be limited",
        ),
    ],
)
def test_what_cannot_work_is_told_before_any_work(
    options: list[str], said: str, recording: Path, tmp_path: Path, typed: Typed
) -> None:
    code, _, err = analyzed(typed, recording, *options)
    assert code == 2
    assert said in err
    assert err.count("\n") == 1
    assert not (tmp_path / "out").exists()
