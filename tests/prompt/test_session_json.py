"""`session.json` holds a whole analysis: prompts written from it are identical."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import pytest

from claude_scope.errors import BadInput
from claude_scope.prompt.frames import references, write_frames
from claude_scope.prompt.session_json import load_session, session_json, session_text
from claude_scope.prompt.synthesize import synthesize
from claude_scope.serialization.codec import MAX_DEPTH, camel_case
from claude_scope.values import (
    Agent,
    Analysis,
    Keyframe,
    Node,
    PageFact,
    PageFactKind,
    Snapshot,
)
from claude_scope.values.claims import ClaimKind, ClaimSource
from tests.analyses import checkout_analysis, hostile_analysis, minimal_analysis, understood_analysis
from tests.captured import captured_analysis

if TYPE_CHECKING:
    from collections.abc import Callable

DOCS = Path(__file__).parents[2] / "docs" / "session-json.md"
NONCE = "Zq7" * 6


def written(analysis: Analysis, out: Path) -> dict[str, Any]:
    """The session as it is on disk, written to JSON and read again."""
    files = write_frames(analysis, out)
    prompts = [synthesize(analysis, agent, nonce=NONCE) for agent in Agent]
    data: dict[str, Any] = json.loads(json.dumps(session_json(analysis, prompts, out=out, files=files)))
    return data


@pytest.mark.parametrize("make", [checkout_analysis, captured_analysis, minimal_analysis, hostile_analysis])
def test_a_session_that_is_read_back_is_the_same(make: Callable[[Path], Analysis], tmp_path: Path) -> None:
    """Times, boxes, trees and texts are equal, except for the paths of files, and the prompts are identical."""
    whole, out = make(tmp_path / "in"), tmp_path / "out"
    data = written(whole, out)
    loaded = load_session(data, out)
    assert written(loaded, out) == data
    for agent in Agent:
        assert synthesize(loaded, agent, nonce=NONCE).text == synthesize(whole, agent, nonce=NONCE).text


def test_states_that_share_a_picture_keep_their_times(tmp_path: Path) -> None:
    whole = captured_analysis(tmp_path / "in")
    loaded = load_session(written(whole, tmp_path), tmp_path)
    times = [moment.keyframe.since_ms for moment in whole.timeline.moments]
    assert [moment.keyframe.since_ms for moment in loaded.timeline.moments] == times


def test_the_facts_of_a_state_are_typed_and_worded_as_in_the_prompt(tmp_path: Path) -> None:
    whole = captured_analysis(tmp_path / "in")
    data, prompt = written(whole, tmp_path / "out"), synthesize(whole, Agent.RAW).text
    error, value = data["timeline"]["moments"][10]["facts"]
    assert (error["kind"], error["name"], error["after"]) == ("error", "Card number", "Enter a valid card number")
    assert (value["kind"], value["before"], value["after"], value["nodes"]) == ("value", "$164.61", "$182.90", ["e9"])
    assert (value["isBack"], value["text"] in prompt) == (True, True)


def test_no_path_of_this_machine_is_in_a_session(tmp_path: Path) -> None:
    whole = checkout_analysis(tmp_path / "in")
    whole = replace(whole, snapshots=(replace(whole.snapshots[0], screenshot=tmp_path / "out" / "page.png"),))
    out = tmp_path / "out"
    prompt = synthesize(whole, Agent.CODEX, frame_files=references(write_frames(whole, out), str(out)), out=str(out))
    assert prompt.images[0].is_absolute()
    text = json.dumps(session_json(whole, [prompt], out=out))
    assert str(tmp_path) not in text
    assert '"screenshot": "page.png"' in text
    assert '"images": ["frames/changes-1.png", "frames/001-00m00.0s.png"' in text


def test_a_session_names_its_schema_its_pictures_and_its_prompts(tmp_path: Path) -> None:
    whole = checkout_analysis(tmp_path / "in")
    data = written(whole, tmp_path / "out")
    assert (data["schema"], data["version"]) == ("claude-scope/session", 5)
    frame = data["keyframes"]["frames"][1]
    assert (frame["number"], frame["file"], frame["timestampMs"]) == (2, "frames/002-00m03.4s.png", 3_400)
    assert (tmp_path / "out" / frame["fullFile"]).exists()
    assert data["timeline"]["moments"][1]["frame"] == 2
    assert [prompt["file"] for prompt in data["prompts"]] == [
        "prompt.claude-code.md", "prompt.codex.md", "prompt.cursor.md", "prompt.raw.md",
    ]  # fmt: skip
    assert "text" not in data["prompts"][0]


def test_secrets_are_masked_in_a_session(tmp_path: Path) -> None:
    whole = replace(checkout_analysis(tmp_path), notes="my key is ghp_" + "a1B2" * 9)
    data = session_json(whole)
    assert data["notes"] == "my key is [masked: GitHub token]"
    assert data["masked"] == 1


def test_a_tree_that_nests_too_deep_is_flattened_at_the_bottom(tmp_path: Path) -> None:
    node = Node("button", "Deep")
    for _ in range(3_000):
        node = Node("list", children=(node,))
    whole = checkout_analysis(tmp_path)
    data = session_json(replace(whole, snapshots=(replace(whole.snapshots[0], tree=node),)))
    loaded = load_session(json.loads(json.dumps(data)), tmp_path)
    tree = loaded.snapshots[0].tree
    assert tree is not None
    assert len(list(tree.walk())) == 3_001
    depth = 0
    while tree.children:
        tree, depth = tree.children[0], depth + 1
    assert depth == MAX_DEPTH + 1


def with_frame(number: object) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Lets each moment name this frame."""
    return lambda d: (
        d | {"timeline": d["timeline"] | {"moments": [item | {"frame": number} for item in d["timeline"]["moments"]]}}
    )


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda d: [], "not a session"),
        (lambda d: d | {"schema": "other"}, "not a session"),
        (lambda d: d | {"version": 6}, "update claude-scope"),
        (lambda d: d | {"version": 4}, "version 4, and only version 5 is read; analyze the recording again"),
        (lambda d: d | {"version": True}, "update claude-scope"),
        (with_frame(0), "there is no frame 0"),
        (with_frame(True), "there is no frame True"),
        (with_frame(99), "there is no frame 99"),
        (lambda d: {k: v for k, v in d.items() if k != "recording"}, "damaged"),
        (lambda d: d | {"lanes": "none"}, "damaged"),
        (lambda d: d | {"keyframes": d["keyframes"] | {"frames": []}}, "damaged"),
        (lambda d: d | {"recording": d["recording"] | {"width": "wide"}}, "damaged"),
        (lambda d: d | {"recording": d["recording"] | {"path": "../../etc/passwd"}}, "outside of the folder"),
        (lambda d: d | {"recording": d["recording"] | {"path": "/etc/passwd"}}, "outside of the folder"),
    ],
)
def test_a_foreign_file_is_refused_in_one_sentence(
    damage: Callable[[dict[str, Any]], Any], says: str, tmp_path: Path
) -> None:
    data = session_json(minimal_analysis(tmp_path))
    with pytest.raises(BadInput, match=says):
        load_session(damage(data), tmp_path)


def test_what_a_model_said_is_read_back_with_its_source(tmp_path: Path) -> None:
    whole = understood_analysis(tmp_path / "in")
    data = written(whole, tmp_path / "out")
    loaded = load_session(data, tmp_path / "out")
    assert loaded.understanding == whole.understanding
    assert [claim.source for claim in loaded.timeline.claims][-4:] == ["model", "model", "confirmed", "model"]
    assert written(loaded, tmp_path / "out") == data
    assert data["claims"][-1]["text"].startswith("model: looks wrong:")
    docs = DOCS.read_text(encoding="utf-8")
    assert not [key for key in (*data["understanding"], *data["understanding"]["usage"]) if f"`{key}`" not in docs]
    assert not [kind for kind in get_args(ClaimKind) if f"`{kind}`" not in docs]
    assert not [source for source in get_args(ClaimSource) if f"`{source}`" not in docs]


def test_every_field_is_documented(tmp_path: Path) -> None:
    """The documentation names each key that a session can have."""
    docs = DOCS.read_text(encoding="utf-8")
    data = session_json(hostile_analysis(tmp_path), [synthesize(checkout_analysis(tmp_path), Agent.RAW)])
    kinds = Node, Snapshot, Keyframe, PageFact
    keys = {camel_case(field.name) for kind in kinds for field in fields(kind)} - {"path", "bare"}
    keys |= set(get_args(PageFactKind))
    stack: list[Any] = [data]
    while stack:
        value = stack.pop()
        if isinstance(value, dict):
            keys |= set(value)
            stack.extend(value.values())
        elif isinstance(value, list):
            stack.extend(value)
    stations = set(data["seconds"])
    assert [key for key in sorted(keys - stations) if f"`{key}`" not in docs] == []


def test_a_session_with_names_that_are_not_utf_8_can_be_written(tmp_path: Path) -> None:
    """The recording's name is not UTF-8, and texts, a field, a tree and a snapshot of the page contain half a surrogate
    pair.
    """
    whole = checkout_analysis(tmp_path / "in")
    recording = replace(whole.recording, path=Path("caf\udce9.webm"))
    tree = Node("button\ud800", "Buy \ud800", ("a\ud800",), children=(Node("text", text="\udfff"),))
    broken = replace(whole, title="caf\udce9", recording=recording, snapshots=(replace(whole.snapshots[0], tree=tree),))
    data = session_json(broken, [synthesize(broken, Agent.RAW, out="caf\udce9")], out=tmp_path)
    text = json.dumps(data, ensure_ascii=False).encode("utf-8").decode()
    assert "caf\ufffd.webm" in text
    assert load_session(json.loads(text), tmp_path).snapshots[0].tree == Node(
        "button\ufffd", "Buy \ufffd", ("a\ufffd",), children=(Node("text", text="\ufffd"),)
    )


def test_a_session_is_written_without_spaces_between_values(tmp_path: Path) -> None:
    session = session_json(checkout_analysis(tmp_path), out=tmp_path)
    text = session_text(session)
    assert json.loads(text) == json.loads(json.dumps(session))
    assert len(text) < 0.7 * len(json.dumps(session, ensure_ascii=False, indent=1))
