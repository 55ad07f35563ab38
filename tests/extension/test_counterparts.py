"""What the extension repeats of the recorder in JavaScript gives the same results as in Python, on the same input."""

from __future__ import annotations

import copy
import itertools
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from claude_scope.browser.record.masking import LineMasker
from claude_scope.browser.record.script import MASK
from claude_scope.browser.record.tabs.joined_frame import FIRST_ID, JoinedFrame
from claude_scope.extension.pack import unpack

NODE = Path(sys.executable).with_name("node")
"""The Node.js of the development packages."""
RUN = """
import { readFileSync } from "node:fs";
const { JoinedFrame } = await import(`${process.argv[2]}/recording/joined-frame.js`);
const { Masking } = await import(`${process.argv[2]}/recording/masking.js`);
const { what, steps } = JSON.parse(readFileSync(0, "utf8"));
const DO = {
  joined() {
    const frame = new JoinedFrame("p1f1");
    return steps.map(([event, iframe]) => {
      if (!iframe) return frame.translated(event);
      frame.begin();
      return frame.attached(event, iframe, event.timestamp);
    });
  },
  masked() {
    const masking = new Masking();
    return steps.map((step) => {
      if (step.value !== undefined) return masking.learn(step, "f");
      const marks = masking.event(step, "f");
      return [JSON.parse(masking.line(JSON.stringify(step))), marks.sort()];
    });
  },
};
console.log(JSON.stringify(DO[what]()));
"""


@pytest.fixture(scope="module")
def extension(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("extension")
    unpack(folder)
    (folder / "package.json").write_text('{"type": "module"}')
    (folder / "run.mjs").write_text(RUN)
    return folder


def in_node(extension: Path, what: str, steps: list[Any]) -> list[Any]:
    given = json.dumps({"what": what, "steps": steps})
    done = subprocess.run(
        [NODE, extension / "run.mjs", extension], input=given, capture_output=True, text=True, check=True
    )
    answers: list[Any] = json.loads(done.stdout)
    return answers


def full(*children: dict[str, Any]) -> dict[str, Any]:
    return {"type": 2, "timestamp": 1000, "data": {"node": {"type": 0, "id": 1, "childNodes": [*children]}}}


def changed(**data: Any) -> dict[str, Any]:
    return {"type": 3, "timestamp": 1100, "data": data}


EVENTS: list[tuple[dict[str, Any], int]] = [
    (full({"type": 2, "id": 2, "tagName": "html", "childNodes": [{"type": 3, "id": 3, "rootId": 1}]}), 77),
    (
        changed(
            source=0,
            adds=[{"parentId": 2, "nextId": 3, "node": {"id": 9, "childNodes": [{"id": 10}]}}],
            removes=[{"parentId": 2, "id": 3}],
            attributes=[{"id": 2, "attributes": {"class": "x"}}],
            texts=[{"id": 10, "value": "y"}],
        ),
        0,
    ),
    (changed(source=5, id=9, text="typed"), 0),
    (changed(source=1, positions=[{"x": 1, "y": 2, "id": 10, "timeOffset": 0}]), 0),
    (changed(source=14, ranges=[{"start": 3, "startOffset": 0, "end": 10, "endOffset": 1}]), 0),
    (changed(source=8, styleId=1, adds=[{"rule": "a {}", "index": 0}]), 0),
    (changed(source=15, id=2, styleIds=[1, 2], styles=[{"styleId": 2, "rules": []}]), 0),
    (changed(source=4, width=3, height=4), 0),
    (changed(source=10, family="x"), 0),
    (full({"type": 2, "id": 2, "childNodes": []}), 78),
    (changed(source=5, id=2, text="typed"), 0),
]


def names(value: Any, known: dict[int, int]) -> Any:
    """The value with new ids numbered in the order in which they occur, since their order of creation may differ."""
    if isinstance(value, dict):
        return {key: names(value[key], known) for key in sorted(value)}
    if isinstance(value, list):
        return [names(item, known) for item in value]
    if isinstance(value, int) and value >= FIRST_ID:
        return f"new {known.setdefault(value, len(known))}"
    return value


def test_a_frame_of_another_origin_is_joined_as_by_the_recorder(extension: Path) -> None:
    counter = itertools.count(FIRST_ID)
    frame = JoinedFrame("p1f1", lambda: next(counter))
    expected: list[Any] = []
    for event, iframe in copy.deepcopy(EVENTS):
        if iframe:
            frame.begin()
            expected.append(frame.attached(event, iframe, event["timestamp"]))
        else:
            expected.append(frame.translated(event))
    assert names(in_node(extension, "joined", EVENTS), {}) == names(expected, {})


SECRET = 'Tr0ub4dor&3/x y"z'
MASKING: list[dict[str, Any]] = [
    {"kind": "console", "text": f"nothing is known of {SECRET} yet", "t": 1, "id": None},
    {"value": "T", "typed": True},
    {"value": "Tr", "typed": True},
    {"kind": "dom", "event": {"type": 3, "data": {"texts": [{"id": 5, "value": "r"}]}}, "t": 2},
    {"value": SECRET[:9], "typed": True},
    {"value": SECRET, "typed": True},
    {"kind": "console", "text": f"sent {SECRET}, then ub4dor", "t": 3},
    {"kind": "request", "url": "/login?q=Tr0ub4dor%263%2Fx%20y%22z&next=1&access_token=abc&page=2", "t": 4},
    {"kind": "request", "url": "https://ann:pass1@example.org/a?session%3Dabc&sort=name", "t": 5},
    {"kind": "dom", "event": {"type": 3, "data": {"texts": [{"id": 6, "value": f"Hello {SECRET}"}]}}, "t": 6},
    {"kind": "dom", "event": {"type": 3, "data": {"texts": [{"id": 6, "value": "Hello"}]}}, "t": 7},
    {"value": "password", "typed": True},
    {"kind": "console", "text": "the password is required", "t": 8},
    {"value": "1234567", "typed": True},
    {"kind": "console", "text": "order 9123456789, code 1234567, part 3456", "t": 9},
    {"kind": "dom", "event": {"type": 2, "data": {"node": {"id": 6, "textContent": "Hello"}}}, "t": 10},
    {"value": "correct horse battery", "typed": True},
    {"kind": "console", "text": "It is correct horse battery. Horse around, it is correct.", "t": 11},
    {"kind": "console", "text": "So far: correct horse", "t": 12},
    {"value": "my key for you is AKIAIOSFODNN7EXAMPLE, ok", "typed": True, "within": True},
    {"kind": "console", "text": "Saved key for you: AKIAIOSFODNN7EXAMPLE", "t": 13},
]


def test_texts_are_masked_as_by_the_recorder(extension: Path) -> None:
    masker = LineMasker()
    expected: list[Any] = []
    for step in copy.deepcopy(MASKING):
        if "value" in step:
            masker.learn(**step, source="f")
            expected.append(None)
            continue
        event = json.loads(masker.line(json.dumps(masker.without_repeats(step), ensure_ascii=False)))
        expected.append([event, sorted([node, is_masked] for (_, node), is_masked in masker.marks.items())])
        masker.marks = {}
    found = in_node(extension, "masked", MASKING)
    assert found == expected
    assert MASK in found[6][0]["text"]
