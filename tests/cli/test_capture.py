"""`analyze` of the sample's capture: what was done and what followed, with nothing guessed."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from claude_scope.prompt.session_json import VERSION
from claude_scope.values import Agent
from tests.cli.command import ROOT, scope, scope_anew

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

SHOP = ROOT / "examples" / "shop.scope"
NOTES = "The total is not the sum of the lines above it, and the order cannot be placed."


@dataclass
class Done:
    ended: subprocess.CompletedProcess[str]
    out: Path

    def prompt(self, agent: Agent = Agent.CLAUDE_CODE) -> str:
        return (self.out / f"prompt.{agent.slug}.md").read_text("utf-8")

    def session(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.out / "session.json").read_text("utf-8"))
        return found


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Done:
    out = tmp_path_factory.mktemp("shop") / "out"
    return Done(scope_anew("analyze", SHOP, "--agent", "all", "--notes", NOTES, "--out", out), out)


def rows(prompt: str) -> list[str]:
    return [line for line in prompt.splitlines() if re.match(r"\d+ \| \d:\d\d\.\d \|", line)]


def test_it_ends_well_and_says_where_the_prompts_are(done: Done) -> None:
    assert done.ended.returncode == 0, done.ended.stderr
    assert len(done.ended.stdout.splitlines()) == len(Agent)
    assert "failed" not in done.ended.stderr
    assert "is off" not in done.ended.stderr


@pytest.mark.parametrize("agent", list(Agent))
def test_every_act_is_a_row_in_order(agent: Agent, done: Done) -> None:
    did = [row.split(" | ")[2] for row in rows(done.prompt(agent))]
    assert [text for text in did if text not in ("(start)", "-")] == [
        'click button "Add to basket" of "Dot-grid notebook"',
        'type "SPRING" into textbox "Promo code"',
        'click button "Apply"',
        'type "SPRING10" into textbox "Promo code"',
        'click button "Apply"',
        'click button "One Dot-grid notebook more"',
        'click button "Check out"',
        'click button "Place order"',
        'type "ada@example.org" into textbox "Email"',
        'click button "Place order"',
    ]


def test_what_followed_is_exact_and_has_what_network_and_console_said(done: Done) -> None:
    told = rows(done.prompt())
    (more,) = (row for row in told if "notebook more" in row.split(" | ")[2])
    assert "$26.50 -> $52.90" in more
    (failed,) = (row for row in told if "POST /api/orders" in row)
    assert "POST /api/orders 500" in failed
    assert "console error" in failed
    (apology,) = (row for row in told if "could not be placed. You have not been charged" in row)
    assert 'error: "Your order could not be placed' in apology


def test_without_notes_both_faults_of_the_sample_are_pointed_at_and_pictured(tmp_path: Path) -> None:
    """The wrong total is one of them; the promo code that was refused and then accepted is not."""
    ended = scope("analyze", SHOP, "--out", tmp_path / "out")
    assert ended.returncode == 0, ended.stderr
    prompt = (tmp_path / "out" / "prompt.claude-code.md").read_text("utf-8")
    assert "The recording points at state 11 (0:23.6) and state 7 (0:14.2)" in prompt
    assert "Total $52.90, though Subtotal $48.00 - SPRING10 (10% off) $2.40 + Shipping $4.90 come to 50.50" in prompt
    assert re.search(r"frames/007-[\w.]+\.png", prompt)


@pytest.mark.parametrize("agent", list(Agent))
def test_nothing_is_guessed(agent: Agent, done: Done) -> None:
    assert "~" not in done.prompt(agent).replace("~/", "")
    assert "guessed from" not in done.prompt(agent)


def test_the_rows_that_the_readme_shows_are_those_of_the_capture(done: Done) -> None:
    shown = re.findall(r"(?m)^    (\d+ \| [^|\n]+ \| [^|\n]+ \| .+)$", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert len(shown) == 4
    assert [row for row in shown if row not in done.prompt().splitlines()] == []


def test_the_prompt_is_far_below_its_budget(done: Done) -> None:
    assert max(prompt["textTokens"] for prompt in done.session()["prompts"]) < 5_000


def test_the_session_has_the_facts_and_their_source(done: Done) -> None:
    session = done.session()
    timeline = session["timeline"]
    assert (session["version"], timeline["isCaptured"]) == (VERSION, True)
    acts = [act for moment in timeline["moments"] for act in moment["acts"]]
    assert all(act["target"]["locator"].startswith("page.") for act in acts)
    assert {element["source"] for moment in timeline["moments"] for element in moment["elements"]} == {"dom"}
    assert timeline["moments"][timeline["wrong"]]["kind"] == "error"
    assert not [
        entry for moment in timeline["moments"] for entry in moment["inferred"] if entry["kind"] == "contradiction"
    ]


def test_the_landing_page_shows_these_rows(done: Done) -> None:
    """Run scripts/landing-demo to update it when the analysis of the sample changes."""
    script = (ROOT / "src" / "claude_scope" / "web" / "demo" / "demo.js").read_text("utf-8")
    demo = json.loads(script.partition("export const demo = ")[2].rstrip().removesuffix(";"))
    shown = [row for state in demo["states"] for row in state["everything"]]
    told = [" | ".join((str(row["number"]), row["time"], *row["cells"])) for row in shown]
    assert told == [re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:8000", row) for row in rows(done.prompt())]


def test_the_folder_of_an_unfinished_capture_is_analysed_too(done: Done, tmp_path: Path) -> None:
    """As after kill -9: the manifest has no end, and the last line is cut."""
    part = tmp_path / "shop.scope.part"
    with zipfile.ZipFile(SHOP) as packed:
        packed.extractall(part)
    manifest = json.loads((part / "manifest.json").read_text()) | {"ended": None}
    (part / "manifest.json").write_text(json.dumps(manifest))
    last = sorted(part.glob("events-*.jsonl"))[-1]
    last.write_bytes(last.read_bytes()[:-40])
    ended = scope("analyze", part, "--out", tmp_path / "out")
    assert ended.returncode == 0, ended.stderr
    assert len(rows((tmp_path / "out" / "prompt.claude-code.md").read_text())) >= len(rows(done.prompt())) - 1


def test_the_capture_can_be_of_another_video(tmp_path: Path) -> None:
    part = tmp_path / "part"
    with zipfile.ZipFile(SHOP) as packed:
        packed.extractall(part)
    video = shutil.move(part / "video.webm", tmp_path / "mine.webm")
    ended = scope("analyze", part, "--out", tmp_path / "out")
    assert (
        ended.returncode,
        "has no video; give one with `analyze VIDEO --capture`, or record again" in ended.stderr,
    ) == (3, True)
    ended = scope("analyze", video, "--capture", part, "--out", tmp_path / "out")
    assert ended.returncode == 0, ended.stderr
    ended = scope("analyze", video, "--capture", tmp_path, "--out", tmp_path / "out")
    assert (ended.returncode, "is not a capture" in ended.stderr) == (2, True)


def test_a_zip_that_is_not_a_capture_is_refused_in_one_sentence(tmp_path: Path) -> None:
    other = tmp_path / "other.scope"
    with zipfile.ZipFile(other, "w") as packed:
        packed.writestr("readme.txt", "hello")
    ended = scope("analyze", other, "--out", tmp_path / "out")
    assert ended.returncode == 3
    assert "is a ZIP archive without a capture" in ended.stderr
    assert not (tmp_path / "out").exists()
