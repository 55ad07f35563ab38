"""One session over HTTP: its frames, inspection and timeline, with a frame removed, with a new prompt, as a bundle."""

from __future__ import annotations

import base64
import io
import json
import re
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from claude_scope.api.schemas.sessions import SessionDetail
from claude_scope.prompt.session_json import load_session
from claude_scope.values import Lane, Snapshot
from claude_scope.wording.page_facts import describe_fact
from tests.analyses import checkout_analysis, understood_analysis
from tests.api.build import complete_session, spoil
from tests.captured import captured_analysis

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

    from claude_scope.api.service import Service
    from tests.api.build import Person

PICTURE = re.compile(r"!\[(\d{3}-[\w.]+\.png)\]\(data:image/jpeg;base64,([A-Za-z0-9+/=]+)\)")


@pytest.fixture
async def session_id(service: Service, ana: Person, tmp_path: Path) -> str:
    return await complete_session(service, ana, tmp_path / "frames")


async def get(client: httpx.AsyncClient, who: Person, path: str) -> dict[str, Any]:
    answer = await client.get(f"/api/sessions/{path}", headers=who.headers)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def remove(client: httpx.AsyncClient, who: Person, session_id: str, frame: dict[str, Any]) -> int:
    answer = await client.delete(f"/api/sessions/{session_id}/frames/{frame['id']}", headers=who.headers)
    return answer.status_code


async def generate(client: httpx.AsyncClient, who: Person, session_id: str, **asked: object) -> dict[str, Any]:
    answer = await client.post(f"/api/sessions/{session_id}/generate-prompt", json=asked, headers=who.headers)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def test_a_session_has_its_frames_in_time_order(
    client: httpx.AsyncClient, ana: Person, session_id: str, tmp_path: Path
) -> None:
    body = await get(client, ana, session_id)
    frames = body["frames"]
    assert [frame["number"] for frame in frames] == list(range(1, 12))
    assert [frame["timestamp"] for frame in frames] == sorted(frame["timestamp"] for frame in frames)
    assert body["frameCount"] == 11
    assert set(frames[0]) == {
        "id", "sessionId", "number", "timestamp", "url", "imageUrl", "thumbnailUrl", "diffSummary", "ariaTree",
        "createdAt",
    }  # fmt: skip
    assert all(re.fullmatch(r"frm_[A-Z0-9]{8}_\d+", frame["id"]) for frame in frames)
    assert {frame["sessionId"] for frame in frames} == {session_id}
    assert frames[0]["diffSummary"] == {"added": 0, "changed": 0, "removed": 0}
    assert frames[1]["diffSummary"]["added"] >= 1
    statuses = {node.get("diffStatus") for frame in frames for node in frame["ariaTree"]}
    assert {"added", "changed", "removed"} <= statuses
    assert {"role", "name"} <= set(frames[0]["ariaTree"][0])


async def test_every_change_of_a_session_is_in_the_next_answer_to_its_owner_alone(
    client: httpx.AsyncClient, ana: Person, ben: Person, session_id: str
) -> None:
    path = f"/api/sessions/{session_id}"
    first = await get(client, ana, session_id)
    assert (await client.get(path, headers=ben.headers)).status_code == 404
    await client.patch(path, json={"title": "Another"}, headers=ana.headers)
    assert (await get(client, ana, session_id))["title"] == "Another"
    await remove(client, ana, session_id, first["frames"][1])
    assert len((await get(client, ana, session_id))["frames"]) == len(first["frames"]) - 1
    await client.delete(path, headers=ana.headers)
    assert (await client.get(path, headers=ana.headers)).status_code == 404


async def test_a_session_has_its_inspection(client: httpx.AsyncClient, ana: Person, session_id: str) -> None:
    inspection = (await get(client, ana, session_id))["inspection"]
    assert set(inspection) == {"urlsInspected", "snapshots", "durationMs"}
    snapshot = inspection["snapshots"][0]
    assert inspection["urlsInspected"] == [snapshot["url"]]
    assert set(snapshot["counts"]) == {"buttons", "inputs", "links", "headings", "images", "total"}
    assert '- heading "Checkout" [level=2]' in snapshot["ariaTree"]
    assert snapshot["success"] is True


async def test_a_snapshot_tells_what_the_page_said_and_how_it_looked(
    client: httpx.AsyncClient, service: Service, ana: Person, ben: Person, tmp_path: Path
) -> None:
    analysis = checkout_analysis(tmp_path)
    (snapshot, *_) = analysis.snapshots
    shot = tmp_path / "page.png"
    shot.write_bytes(b"as it looked")
    seen = replace(
        snapshot,
        title="Checkout <b>",
        console=("TypeError: total is undefined",),
        failed_requests=("500 POST /api/coupons",),
        screenshot=shot,
        notes=("The page was still loading",),
    )
    away = Snapshot("http://localhost:1/", success=False, error="It does not answer.")
    made = await complete_session(service, ana, tmp_path, replace(analysis, snapshots=(seen, away)))
    told, other = (await get(client, ana, made))["inspection"]["snapshots"]
    assert told | {
        "title": "Checkout <b>",
        "console": ["TypeError: total is undefined"],
        "failedRequests": ["500 POST /api/coupons"],
        "notes": ["The page was still loading"],
    } == told  # fmt: skip
    picture = await client.get(told["screenshotUrl"])
    assert (picture.status_code, picture.content) == (200, b"as it looked")
    unsigned = told["screenshotUrl"].partition("?")[0]
    assert [(await client.get(unsigned, headers=who.headers)).status_code for who in (ana, ben)] == [200, 404]
    assert (other["screenshotUrl"], other["console"], other["error"]) == (None, [], "It does not answer.")


async def test_a_session_has_what_a_model_says_of_the_whole_and_of_each_state(
    client: httpx.AsyncClient, service: Service, ana: Person, tmp_path: Path
) -> None:
    made = await complete_session(service, ana, tmp_path, understood_analysis(tmp_path))
    session = await get(client, ana, made)
    assert session["understanding"] == {
        "model": "openai:tiny",
        "shown": "A person buys a lamp.",
        "title": "The discount is lost",
        "confirmed": 1,
        "unchecked": 3,
        "contradicted": 2,
        "calls": 3,
        "inputTokens": 900,
        "outputTokens": 90,
        "costUsd": 0.01,
    }
    told = [moment["modelSays"] for moment in session["timeline"]["moments"]]
    assert told[:-1] == [[]] * 10
    assert told[-1] == [
        'clicked "Place order"',
        'scrolled "down"',
        'looks wrong: "the discount is gone" ("-$18.29")',
    ]


async def test_a_session_tells_how_both_lanes_ended_and_what_it_was_uploaded_with(
    client: httpx.AsyncClient, service: Service, ana: Person, tmp_path: Path
) -> None:
    analysis = checkout_analysis(tmp_path)
    lanes = (Lane("vision", "", "11 keyframes read"), Lane("browser", "The page did not load."))
    options = {"include_screenshots": False, "inline_aria_tree": True, "include_raw_diff": True}
    made = await complete_session(service, ana, tmp_path, replace(analysis, lanes=lanes), options)
    body = await get(client, ana, made)
    SessionDetail.model_validate(body, by_alias=True, extra="forbid")
    assert body["lanes"] == [
        {"name": "vision", "detail": "11 keyframes read", "error": None},
        {"name": "browser", "detail": "", "error": "The page did not load."},
    ]
    assert body["options"] == {"includeScreenshots": False, "inlineAriaTree": True, "includeRawDiff": True}


async def test_a_session_has_its_timeline(client: httpx.AsyncClient, ana: Person, session_id: str) -> None:
    body = await get(client, ana, session_id)
    timeline = body["timeline"]
    assert [moment["frameId"] for moment in timeline["moments"]] == [frame["id"] for frame in body["frames"]]
    assert timeline["wrong"] == body["frames"][10]["id"]
    change = next(c for c in timeline["moments"][4]["changes"] if c["what"] == "text")
    assert (change["kind"], change["before"], change["after"]) == ("changed", "Total $93.90", "Total $182.90")
    assert change["element"]["label"] == "Total $182.90"


async def test_a_session_without_a_video_has_no_frames_and_no_timeline(client: httpx.AsyncClient, ana: Person) -> None:
    made = (await client.post("/api/sessions", json={"title": "A"}, headers=ana.headers)).json()
    body = await get(client, ana, made["id"])
    assert (body["frames"], body["inspection"], body["timeline"], body["lanes"]) == ([], None, None, [])
    assert body["options"] == {"includeScreenshots": True, "inlineAriaTree": True, "includeRawDiff": False}
    for path in ("generate-prompt", "bundle"):
        method = "POST" if path == "generate-prompt" else "GET"
        answer = await client.request(method, f"/api/sessions/{made['id']}/{path}", headers=ana.headers)
        assert answer.status_code == 409, answer.text


async def test_a_removed_frame_is_reported_with_the_next_one(
    client: httpx.AsyncClient, ana: Person, session_id: str
) -> None:
    before = (await get(client, ana, session_id))["frames"]
    assert await remove(client, ana, session_id, before[4]) == 204
    assert await remove(client, ana, session_id, before[4]) == 404
    body = await get(client, ana, session_id)
    after = body["frames"]
    assert [frame["number"] for frame in after] == [1, 2, 3, 4, 6, 7, 8, 9, 10, 11]
    assert body["frameCount"] == 10
    assert after[4]["diffSummary"]["changed"] > before[5]["diffSummary"]["changed"]
    assert [frame["id"] for frame in after] == [frame["id"] for frame in (*before[:4], *before[5:])]
    told = [(c["before"], c["after"]) for c in body["timeline"]["moments"][4]["changes"]]
    assert ("Total $93.90", "Total $182.90") in told
    prompt = (await generate(client, ana, session_id))["prompt"]
    assert "005-00m10.4s.png" not in prompt
    assert "010-00m23.7s.png" in prompt, "states and files are numbered anew, as in the bundle"


async def test_the_last_frame_stays(client: httpx.AsyncClient, ana: Person, session_id: str) -> None:
    frames = (await get(client, ana, session_id))["frames"]
    assert [await remove(client, ana, session_id, frame) for frame in frames] == [204] * 10 + [409]
    body = await get(client, ana, session_id)
    assert [frame["id"] for frame in body["frames"]] == [frames[10]["id"]]
    assert body["timeline"]["wrong"] is None, "one state alone differs from none"
    assert (await generate(client, ana, session_id))["promptStatus"] == "complete"


async def test_a_prompt_for_another_agent_is_kept(client: httpx.AsyncClient, ana: Person, session_id: str) -> None:
    first = (await get(client, ana, session_id))["prompt"]
    body = await generate(client, ana, session_id, agentTarget="CODEX")
    assert body["agentTarget"] == "CODEX"
    assert body["prompt"] != first
    read = await get(client, ana, session_id)
    assert (read["prompt"], read["agentTarget"]) == (body["prompt"], "CODEX")


async def test_a_session_that_was_renamed_has_its_name_in_the_prompt(
    client: httpx.AsyncClient, ana: Person, session_id: str
) -> None:
    await client.patch(f"/api/sessions/{session_id}", json={"title": "Another name of it"}, headers=ana.headers)
    assert "Another name of it" in (await generate(client, ana, session_id))["prompt"]


async def test_screenshots_are_at_most_eight_small_pictures(
    client: httpx.AsyncClient, ana: Person, session_id: str
) -> None:
    asked = {"pictures": "inline", "includeScreenshots": True}
    shown = PICTURE.findall((await generate(client, ana, session_id, **asked))["prompt"])
    assert 1 <= len(shown) <= 8
    for _, data in shown:
        jpeg = base64.b64decode(data, validate=True)
        assert jpeg.startswith(b"\xff\xd8")
        assert len(jpeg) <= 24 * 1024
    without = (await generate(client, ana, session_id, **asked | {"includeScreenshots": False}))["prompt"]
    assert "base64" not in without


async def test_the_options_of_a_prompt_are_obeyed(client: httpx.AsyncClient, ana: Person, session_id: str) -> None:
    plain = {"includeScreenshots": False, "inlineAriaTree": False, "includeRawDiff": False, "agentTarget": "RAW"}
    shortest = len((await generate(client, ana, session_id, **plain))["prompt"])
    with_tree = len((await generate(client, ana, session_id, **plain | {"inlineAriaTree": True}))["prompt"])
    with_diff = len((await generate(client, ana, session_id, **plain | {"includeRawDiff": True}))["prompt"])
    assert with_tree > shortest
    assert with_diff > shortest
    small = await generate(client, ana, session_id, **plain | {"budget": 1500})
    assert len(small["prompt"]) < 1500 * 5


async def test_the_options_of_a_prompt_are_kept_with_it(
    client: httpx.AsyncClient, ana: Person, session_id: str
) -> None:
    await generate(client, ana, session_id, includeRawDiff=True, includeScreenshots=False)
    again = await generate(client, ana, session_id)
    body = (await client.get(f"/api/sessions/{session_id}", headers=ana.headers)).json()
    assert body["options"] == {"includeScreenshots": False, "inlineAriaTree": True, "includeRawDiff": True}
    assert body["prompt"] == again["prompt"]
    assert "base64" not in body["prompt"]


async def test_what_does_not_fit_is_a_400(client: httpx.AsyncClient, ana: Person, session_id: str) -> None:
    budgets = 1, 10**9, "many", 2e9
    for asked in (*({"budget": budget} for budget in budgets), {"agentTarget": "GPT"}, {"colour": 1}, [], "x"):
        answer = await client.post(f"/api/sessions/{session_id}/generate-prompt", json=asked, headers=ana.headers)
        assert answer.status_code == 400, asked


@pytest.mark.parametrize("content", [b"", b"no picture", None])
async def test_a_bundle_with_a_damaged_picture_says_which(
    client: httpx.AsyncClient, ana: Person, session_id: str, service: Service, content: bytes | None
) -> None:
    frame = (await get(client, ana, session_id))["frames"][2]
    await spoil(service, frame["imageUrl"], content)
    answer = await client.get(f"/api/sessions/{session_id}/bundle", headers=ana.headers)
    assert answer.status_code == 409, answer.text
    assert answer.json()["message"] == (
        "The bundle cannot be made: the picture of frame 3 is damaged or missing; "
        "remove the frame, or record the tab again."
    )
    await remove(client, ana, session_id, frame)
    assert (await client.get(f"/api/sessions/{session_id}/bundle", headers=ana.headers)).status_code == 200


async def test_a_bundle_with_a_damaged_screenshot_says_so(
    client: httpx.AsyncClient, ana: Person, service: Service, tmp_path: Path
) -> None:
    analysis = checkout_analysis(tmp_path)
    shot = tmp_path / "page.png"
    shot.write_bytes(b"as it looked")
    seen = replace(analysis.snapshots[0], screenshot=shot)
    made = await complete_session(service, ana, tmp_path, replace(analysis, snapshots=(seen,)))
    (page,) = (await get(client, ana, made))["inspection"]["snapshots"]
    await spoil(service, page["screenshotUrl"], b"as it never looked")
    answer = await client.get(f"/api/sessions/{made}/bundle", headers=ana.headers)
    assert (answer.status_code, "the screenshot of a page is damaged" in answer.text) == (409, True)


async def test_a_bundle_is_what_the_command_line_writes(
    client: httpx.AsyncClient, ana: Person, session_id: str, service: Service, tmp_path: Path
) -> None:
    frames = (await get(client, ana, session_id))["frames"]
    await remove(client, ana, session_id, frames[4])
    answer = await client.get(f"/api/sessions/{session_id}/bundle?agentTarget=CURSOR", headers=ana.headers)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/zip"
    assert session_id in answer.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        names = set(archive.namelist())
        archive.extractall(tmp_path / "bundle")
    pictures = {name for name in names if name.startswith("frames/")}
    assert names - pictures == {"prompt.cursor.md", "session.json", "report.html"}
    assert "frames/changes-1.png" in pictures
    assert len(pictures) == 11
    prompt = (tmp_path / "bundle" / "prompt.cursor.md").read_text()
    assert "base64" not in prompt
    referred = set(re.findall(r"frames/[\w.-]+\.png", prompt))
    assert referred
    assert referred <= pictures
    analysis = load_session(json.loads((tmp_path / "bundle" / "session.json").read_text()), tmp_path / "bundle")
    assert len(analysis.timeline.moments) == 10
    assert analysis.title == checkout_analysis(tmp_path / "again").title
    assert all(frame.path.is_file() for frame in analysis.keyframes.frames)
    assert not list((service.settings.data_dir / "uploads").iterdir())


async def test_a_session_of_a_capture_has_what_the_page_said(
    client: httpx.AsyncClient, service: Service, ana: Person, tmp_path: Path
) -> None:
    analysis = captured_analysis(tmp_path / "frames")
    session_id = await complete_session(service, ana, tmp_path, analysis)
    body = await get(client, ana, session_id)
    SessionDetail.model_validate(body)
    timeline, frames = body["timeline"], body["frames"]
    moments = timeline["moments"]
    assert (timeline["isCaptured"], timeline["logTotal"], timeline["requestTotal"]) == (True, 3, 3)
    assert [act["text"] for act in moments[3]["acts"]] == [
        'click textbox "Card number"', 'type "4242" into textbox "Card number"', 'press Tab in textbox "Card number"',
    ]  # fmt: skip
    assert moments[3]["acts"][0]["point"] == [60, 360]
    assert moments[3]["acts"][1]["target"]["box"] == [40, 340, 420, 40]
    assert moments[4]["events"][0]["text"] == "went to /pay"
    assert moments[3]["log"][0]["place"] == "/app.js:3:7"
    assert [(line["source"], line["isError"]) for line in moments[10]["log"]] == [
        ("console log", False), ("uncaught error", True),
    ]  # fmt: skip
    assert [(call["method"], call["path"], call["answer"], call["failed"]) for call in moments[10]["requests"]] == [
        ("POST", "/api/order", "500", True), ("GET", "https://other.example/poll", "no answer", False),
    ]  # fmt: skip
    assert "requests: from the browser, without bodies" in body["recordedParts"]
    assert body["missingParts"] == []
    times = [moment.keyframe.since_ms for moment in analysis.timeline.moments]
    assert [moment["since"] for moment in moments] == [moment["timestamp"] for moment in moments] == times
    assert [frame["timestamp"] for frame in frames] == times
    assert frames[10]["url"] == "http://localhost:4173/pay"
    assert moments[10]["summary"] == "; ".join(map(describe_fact, analysis.timeline.moments[10].facts))
    assert (await get(client, ana, f"{session_id}/frames/{frames[10]['id']}"))["summary"] == moments[10]["summary"]


async def test_a_frame_that_is_left_out_gives_its_acts_to_the_next(
    client: httpx.AsyncClient, service: Service, ana: Person, tmp_path: Path
) -> None:
    session_id = await complete_session(service, ana, tmp_path, captured_analysis(tmp_path / "frames"))
    body = await get(client, ana, session_id)
    assert await remove(client, ana, session_id, body["frames"][3]) == 204
    left = (await get(client, ana, session_id))["timeline"]["moments"]
    assert left[3]["acts"] == body["timeline"]["moments"][3]["acts"]


async def test_a_recording_without_a_capture_has_no_facts_of_one(
    client: httpx.AsyncClient, ana: Person, session_id: str
) -> None:
    body = await get(client, ana, session_id)
    timeline = body["timeline"]
    assert timeline["isCaptured"] is False
    assert body["recordedParts"] == ["pixels only"]
    assert body["missingParts"] == ["console, errors, requests and DOM during the recording: unknown"]
    told = {(m["url"], *(len(m[name]) for name in ("acts", "log", "requests", "events"))) for m in timeline["moments"]}
    assert told == {("", 0, 0, 0, 0)}
