"""The summary says what came out, what it cost, and what is missing, in readable lines."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from claude_scope.cli.results.summary import summary
from claude_scope.values import Agent, Analysis, Lane, Prompt, Snapshot
from tests.analyses import minimal_analysis


def told(analysis: Analysis, *prompts: Prompt) -> list[str]:
    return list(summary(analysis, prompts, [Path(f"{n}.md") for n in range(len(prompts))], {"probe": 0.04, "read": 2}))


def test_a_count_of_one_is_in_the_singular(tmp_path: Path) -> None:
    analysis = minimal_analysis(tmp_path)
    lone = replace(analysis.keyframes, frames=analysis.keyframes.frames[:1], decoded_frames=1, duration_ms=40)
    prompt = Prompt(Agent.RAW, "text", text_tokens=1200, images=(Path("a.png"),), image_tokens=1)
    assert told(replace(analysis, keyframes=lone, lanes=(), masked=1, covered_places=1), prompt) == [
        "1 keyframe of 0.0 s, 1 frame decoded.",
        "0.md: about 1,200 text tokens, 1 frame of about 1 image token.",
        "Time: probe 0.0 s, read 2.0 s.",
        "1 secret was masked.",
        "1 place in the pictures was covered.",
    ]


def test_what_is_damaged_dropped_and_noted_is_reported(tmp_path: Path) -> None:
    """Not only in the prompt: the user of the command may have to record again, or to sign in."""
    analysis = minimal_analysis(tmp_path)
    analysis = replace(
        analysis,
        keyframes=replace(analysis.keyframes, notes=("the file is cut off",), dropped=3),
        snapshots=(Snapshot(url="http://a/", success=True, notes=("This is a sign-in page.",)),),
        lanes=(Lane("vision"), Lane("browser", "It is down.")),
        covered_places=0,
    )
    assert told(analysis)[2:] == [
        "The browser lane failed: It is down.",
        "note: the file is cut off",
        "note: 3 further states did not fit into --max-frames, the least different first",
        "note: http://a/: This is a sign-in page.",
    ]


def test_whether_secrets_in_pictures_were_covered_is_reported(tmp_path: Path) -> None:
    analysis = replace(minimal_analysis(tmp_path), lanes=(), masked=2)
    assert told(replace(analysis, covered_places=1200))[2:] == [
        "2 secrets were masked.",
        "1,200 places in the pictures were covered.",
    ]
    assert told(replace(analysis, covered_places=0))[2:] == ["2 secrets were masked."]
    assert told(replace(analysis, covered_places=None))[3:] == [
        "The pictures show the screen as it was recorded, with any secret in it."
    ]
