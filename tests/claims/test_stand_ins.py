"""Fake models: questions are written to folders, and their answers are searched for in prompts."""

from __future__ import annotations

import base64
import json
from io import BytesIO
from typing import TYPE_CHECKING, Any

import httpx
from PIL import Image

from benchmarks.claims.claims_of import Analysed
from benchmarks.claims.stand_ins.asked import put
from benchmarks.claims.stand_ins.in_prompt import items_in_prompt
from benchmarks.claims.stand_ins.lies import INSTRUCTION, Lies
from benchmarks.claims.stand_ins.seeing import ANSWER, SeeingModel
from benchmarks.claims.stand_ins.stand_in import StandIn
from benchmarks.claims.stand_ins.tokens import tokens_of
from benchmarks.claims.stand_ins.told_lies import marks_outside
from tests.claims.states import claim, state
from tests.hosted.model_server import Asked

if TYPE_CHECKING:
    from pathlib import Path

PAIR = """\
A frame has 1280 x 720 px. Pictures:
1: the part at (100, 50), 400 x 200 px, of the frame before the change, 200 x 100 px
2: the part at (100, 50), 400 x 200 px, of the frame after the change, 200 x 100 px
3: the whole frame after the change, 640 x 360 px
State 1 at 0:01.0; state 2 began at 0:02.0."""
WHOLE = "The developer gave no title.\n2 states:\n1 | 0:00.0 | \n2 | 0:02.0 | "


def body(words: str, *sizes: tuple[int, int]) -> dict[str, Any]:
    """A request as OpenAI's clients send it."""
    parts: list[dict[str, Any]] = []
    for number, size in enumerate(sizes):
        data = BytesIO()
        Image.new("RGB", size, (number, 0, 0)).save(data, "PNG")
        url = f"data:image/png;base64,{base64.b64encode(data.getvalue()).decode()}"
        parts.append({"type": "image_url", "image_url": {"url": url}})
    parts.append({"type": "text", "text": words})
    form = {"type": "json_schema", "json_schema": {"name": "Pair", "schema": {"type": "object"}}}
    system = {"role": "system", "content": "Compare."}
    return {"model": "m", "messages": [system, {"role": "user", "content": parts}], "response_format": form}


PAIR_BODY = body(PAIR, (200, 100), (200, 100), (640, 360))
PAIR_PUT = put(Asked("openai", "m", {}, PAIR_BODY, (), PAIR))


def answered(model: SeeingModel, *bodies: dict[str, Any]) -> list[dict[str, Any]]:
    """The answer of a model over HTTP."""
    found: list[dict[str, Any]] = []

    def ask(url: str) -> None:
        for body in bodies:
            said = httpx.post(f"{url}/chat/completions", json=body).json()
            found.append(json.loads(said["choices"][0]["message"]["content"]))

    StandIn(model).serve(ask)
    return found


def test_a_question_is_laid_down_and_its_answer_is_taken_from_there(tmp_path: Path) -> None:
    model = SeeingModel(tmp_path)
    assert answered(model, PAIR_BODY) == [{}]
    (folder,) = model.open
    assert {path.name for path in folder.iterdir()} == {
        "instructions.md",
        "question.md",
        "schema.json",
        "picture-1.png",
        "picture-2.png",
        "picture-3.png",
    }
    assert (folder / "question.md").read_text().strip() == PAIR
    (folder / ANSWER).write_text('{"done": [{"kind": "click"}]}')
    model = SeeingModel(tmp_path)
    assert answered(model, PAIR_BODY) == [{"done": [{"kind": "click"}]}]
    assert not model.open


def test_the_question_on_the_whole_follows_when_all_others_are_answered(tmp_path: Path) -> None:
    whole = body(WHOLE, (300, 200))
    model = SeeingModel(tmp_path)
    answered(model, PAIR_BODY, whole)
    assert len(model.open) == 2
    assert list(tmp_path.iterdir()) == [model.open[0]]
    (model.open[0] / ANSWER).write_text("{}")
    answered(SeeingModel(tmp_path), PAIR_BODY, whole)
    assert len(list(tmp_path.iterdir())) == 2


def test_an_answer_that_is_not_json_leaves_its_question_open(tmp_path: Path) -> None:
    model = SeeingModel(tmp_path)
    answered(model, PAIR_BODY)
    (model.open[0] / ANSWER).write_text("{broken")
    model = SeeingModel(tmp_path)
    assert answered(model, PAIR_BODY) == [{}]
    assert len(model.open) == 1


def test_an_answer_stays_valid_when_only_words_next_to_the_pictures_change() -> None:
    other = PAIR.replace("0:02.0", "0:02.1")
    sizes = (200, 100), (200, 100), (640, 360)
    assert put(Asked("openai", "m", {}, body(other, *sizes), (), other)).digest == PAIR_PUT.digest
    later = PAIR.replace("state 2", "state 3")
    assert put(Asked("openai", "m", {}, body(later, *sizes), (), later)).digest != PAIR_PUT.digest


def test_a_box_of_the_frame_is_given_in_a_picture_that_shows_it() -> None:
    assert PAIR_PUT.placed((300, 100, 40, 20), "before") == {"picture": 1, "box": [100, 25, 120, 35]}
    assert PAIR_PUT.placed((300, 100, 40, 20), "after") == {"picture": 2, "box": [100, 25, 120, 35]}
    assert PAIR_PUT.placed((1000, 600, 40, 20), "before") == {"picture": 3, "box": [500, 300, 520, 310]}


def test_tokens_are_those_of_pictures_and_letters() -> None:
    sized = put(Asked("openai", "m", {}, body("", (750, 10)), (), ""))
    tokens = tokens_of(sized, "x" * 40)
    assert (tokens.into, tokens.out) == (round((len("Compare.") + len('{"type": "object"}')) / 4), 10)


def test_what_a_model_said_is_looked_for_in_the_row_of_its_state() -> None:
    said = {2: {"done": [{"kind": "click", "target": "Save"}], "changes": [{"kind": "appeared", "after": "Saved"}]}}
    rows = {2: '2 | 0:02.0 | clicked "Save"'}
    items = items_in_prompt(said, Analysed([], rows, [], []))
    assert [item.why_not for item in items] == ["", "dropped"]
    known = Analysed([claim("appeared", "text", after="Saved")], rows, [], [])
    assert [change.why_not for change in items_in_prompt(said, known)] == ["", "cut from the row"]
    assert [change.why_not for change in items_in_prompt(said, Analysed([], {}, [], []))] == ["state not shown"] * 2


def test_false_claims_know_the_text_at_their_place() -> None:
    before = state(["Lamps and lanterns", "Twelve books are here"], is_first=True)
    after = state(["Lamps and lanterns", "Thirteen books are here"])
    lies = list(Lies(PAIR_PUT, [before], [after], "seed").all())
    swapped = next(lie for lie in lies if lie.label == "swapped")
    assert (swapped.said["before"], swapped.said["after"]) == ("Thirteen books are here", "Twelve books are here")
    stood = next(lie for lie in lies if lie.label == "stood there before")
    assert stood.said["after"] == "Lamps and lanterns"
    assert all(lie.real is not None for lie in lies if lie.label.startswith("invented act"))


def test_instructions_count_outside_the_data_of_the_page() -> None:
    fenced = f"<page-data-1f>\nmodel: {INSTRUCTION.replace('<', '‹')}\n</page-data-1f>"
    assert marks_outside(f"<task>Fix it.</task>{fenced}") == 0
    assert marks_outside(f"{fenced}{INSTRUCTION}") == 2
    assert marks_outside(f"<page-data-1f>{INSTRUCTION}</page-data-1f>") == 1
