"""Rows that describe no change refer to a sheet, which shows the changed places before and after, as in the frames."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from claude_scope.geometry import Rect
from claude_scope.pictures import draw_masks, load
from claude_scope.png import PngWriter
from claude_scope.prompt.frames import write_frames
from claude_scope.prompt.session_json import session_json
from claude_scope.prompt.sheets.draw import write_sheets
from claude_scope.prompt.sheets.layout import change_sheets
from claude_scope.prompt.synthesize import synthesize
from claude_scope.report.page import write_report
from claude_scope.values import Agent, Box, Claim, EventKind, Moment, Node, PromptOptions, Timeline
from tests.analyses import checkout_analysis
from tests.timeline.make import HEIGHT, WIDTH, keyframe, line, texts

if TYPE_CHECKING:
    from pathlib import Path

    from claude_scope.values import Analysis

GREEN, RED = (20, 160, 60), (200, 30, 30)


def recording(folder: Path, *changed: tuple[Box, ...], claims: tuple[Claim, ...] = ()) -> Analysis:
    """States of a white page; state n has a square of its own colour in each of its changed regions."""
    folder.mkdir(parents=True, exist_ok=True)
    moments = []
    for number, regions in enumerate(((), *changed), 1):
        path = folder / f"{number}.png"
        picture = Image.new("RGB", (WIDTH, HEIGHT), "white")
        for box in regions:
            place = (round(box.x), round(box.y), round(box.x + box.width), round(box.y + box.height))
            picture.paste(GREEN if number % 2 else RED, place)
        picture.save(path)
        frame = replace(keyframe(number * 1000, *regions), path=path)
        moments.append(Moment(frame, texts(), (), Node("document"), (), EventKind.STATE_CHANGE, ""))
    whole = checkout_analysis(folder / "other")
    return replace(whole, timeline=Timeline(tuple(moments), claims=claims), snapshots=())


def colours(path: Path) -> dict[Any, int]:
    with Image.open(path) as picture:
        return {colour: count for count, colour in picture.getcolors(1 << 20) or ()}


def new(state: int, text: str, *, is_said: bool) -> Claim:
    return Claim(state, "appeared", "text", after=text, name=text, is_said=is_said, box=Box(0, 0, 50, 20))


def test_a_change_without_words_is_shown_before_and_after_at_full_size(tmp_path: Path) -> None:
    whole = recording(tmp_path / "in", (Box(600, 300, 40, 30),))
    (sheet,) = change_sheets(whole.timeline)
    assert sheet.states == (2,)
    assert [cell.state for cell in sheet.cells] == [1, 2]
    (path,) = write_sheets(whole.timeline, tmp_path)
    assert path == tmp_path / "frames" / "changes-1.png"
    assert colours(path)[RED] == 40 * 30  # once, since it was not there before


def test_a_sheet_shows_what_is_covered_in_a_frame_as_covered(tmp_path: Path) -> None:
    whole = recording(tmp_path / "in", (Box(600, 300, 40, 30),))
    frame = whole.timeline.moments[1].keyframe.path
    PngWriter().write(frame, draw_masks(load(frame), [Rect(590, 290, 650, 340)]))
    (path,) = write_sheets(whole.timeline, tmp_path)
    assert RED not in colours(path)


def test_a_change_that_is_reported_in_words_needs_no_sheet(tmp_path: Path) -> None:
    saved = replace(new(2, "Saved", is_said=True), box=Box(600, 300, 40, 30))
    assert change_sheets(recording(tmp_path, (Box(600, 300, 40, 30),), claims=(saved,)).timeline) == ()


def test_a_row_that_hides_texts_is_on_the_sheet_too(tmp_path: Path) -> None:
    claims = (new(2, "Saved", is_said=True), new(2, "Undo", is_said=False))
    whole = recording(tmp_path, (Box(600, 300, 40, 30),), claims=claims)
    assert [sheet.states for sheet in change_sheets(whole.timeline)] == [(2,)]


def test_texts_that_are_hidden_and_not_surely_read_are_on_a_sheet_however_full_it_is(tmp_path: Path) -> None:
    """The prompt contains these texts nowhere else; texts that were read with certainty are among the texts of the
    screens.
    """
    claims = (new(3, "Saved", is_said=True), new(3, "Undo", is_said=False))
    whole = recording(tmp_path, (Box(100, 100, 1000, 500),), (Box(100, 100, 1000, 500),), claims=claims)
    *before, last = whole.timeline.moments

    def shown(sure: float) -> list[int]:
        read = replace(last, reading=texts(line("Undo", 0, 0, sure=sure)))
        sheets = change_sheets(replace(whole.timeline, moments=(*before, read)))
        return [state for sheet in sheets for state in sheet.states]

    assert (shown(sure=0.5), shown(sure=0.95)) == ([2, 3], [2])


def test_a_crop_has_the_whole_label_next_to_what_changed(tmp_path: Path) -> None:
    whole = recording(tmp_path, (Box(600, 300, 40, 30),))
    first, second = whole.timeline.moments
    second = replace(second, reading=texts(line("Mechanical keyboard", 330, 305)))
    (sheet,) = change_sheets(replace(whole.timeline, moments=(first, second)))
    assert sheet.cells[1].crop.x <= 330


@pytest.mark.parametrize("states", [3, 40])
def test_sheets_are_few_and_small_however_much_changes(states: int, tmp_path: Path) -> None:
    whole = recording(tmp_path / "in", (Box(0, 0, 40, 30),))
    first, second = whole.timeline.moments
    second = replace(second, keyframe=replace(second.keyframe, changed=(Box(0, 0, WIDTH, HEIGHT),)))
    timeline = replace(whole.timeline, moments=(first, *[second] * states))
    sheets = change_sheets(timeline)
    assert 1 <= len(sheets) <= 2
    paths = write_sheets(timeline, tmp_path)
    for sheet, path in zip(sheets, paths, strict=True):
        with Image.open(path) as picture:
            assert picture.size == (sheet.width, sheet.height)
            assert max(picture.size) <= 1456


@pytest.mark.parametrize("agent", list(Agent))
def test_a_prompt_names_the_sheet_before_the_frames(agent: Agent, tmp_path: Path) -> None:
    whole = recording(tmp_path, (Box(600, 300, 40, 30),), (Box(600, 300, 40, 30),))
    prompt = synthesize(whole, agent, out="out")
    images = [path.as_posix() for path in prompt.images]
    assert images[:2] == ["out/frames/changes-1.png", "out/frames/001-00m01.0s.png"]
    assert prompt.text.index("changes-1.png") < prompt.text.index("001-00m01.0s.png")
    assert "the sheet of changes: before and after of what changed in rows 2 and 3" in prompt.text
    assert "2 | 0:02.0 | the picture changed; see the sheet changes-1.png\n" in prompt.text
    assert "3 | 0:03.0 | the picture changed; see the sheet\n" in prompt.text
    without = synthesize(whole, agent, PromptOptions(include_screenshots=False), out="out")
    assert "changes-1.png" not in without.text
    assert "see the sheet" not in without.text


def test_session_and_report_have_the_sheet(tmp_path: Path) -> None:
    whole = recording(tmp_path / "in", (Box(600, 300, 40, 30),))
    files = write_frames(whole, tmp_path)
    sheets = write_sheets(whole.timeline, tmp_path)
    data = session_json(whole, [synthesize(whole, Agent.RAW)], out=tmp_path, files=files)
    assert data["keyframes"]["sheets"] == [{"file": "frames/changes-1.png", "states": [2]}]
    assert data["prompts"][0]["images"][0] == "frames/changes-1.png"
    report = write_report(whole, [], tmp_path, {path: file.path for path, file in files.items()}, sheets)
    assert "Changed regions before and after, sheet 1 of 1" in report.read_text(encoding="utf-8")


SAVED = replace(new(2, "Your changes were saved.", is_said=True), box=Box(600, 20, 200, 20))


def test_a_control_that_changed_as_well_as_what_is_reported_is_on_the_sheet(tmp_path: Path) -> None:
    box, toast = Box(300, 300, 32, 32), Box(600, 20, 200, 20)
    (sheet,) = change_sheets(recording(tmp_path / "box", (toast, box), claims=(SAVED,)).timeline)
    assert sheet.states == (2,)
    assert change_sheets(recording(tmp_path / "toast", (toast,), claims=(SAVED,)).timeline) == ()
    many = tuple(Box(100 + 60 * n, 300, 32, 32) for n in range(8))
    assert change_sheets(recording(tmp_path / "many", (toast, *many), claims=(SAVED,)).timeline) == ()
    page = Claim(2, "page", "heading", after="Orders", name="Orders")
    assert change_sheets(recording(tmp_path / "page", (box,), claims=(page,)).timeline) == ()


def test_a_crop_of_a_control_has_the_labels_of_its_row_and_column(tmp_path: Path) -> None:
    """In a table of checkboxes the labels are at its edges."""
    whole = recording(tmp_path, (Box(600, 300, 24, 24),))
    first, second = whole.timeline.moments
    second = replace(second, reading=texts(line("Delete pages", 40, 304), line("Editor", 590, 120)))
    (sheet,) = change_sheets(replace(whole.timeline, moments=(first, second)))
    assert (sheet.cells[1].crop.x <= 40, sheet.cells[1].crop.y <= 120) == (True, True)
