"""The trained model: evaluation of the trees, and how their chances change the elements."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest

from claude_scope.geometry import Rect
from claude_scope.vision.classify.classified import Classified
from claude_scope.vision.classify.trees.candidates import Candidate, candidates
from claude_scope.vision.classify.trees.correct_rules import CLASSES, NO_RULE, apply_chances, correct, open_candidates
from claude_scope.vision.classify.trees.features import features
from claude_scope.vision.classify.trees.gradient_boosted_trees import Trees
from claude_scope.vision.classify.trees.model import SHIPPED_MODEL, Model, shipped_model
from claude_scope.vision.ocr.text_lines import TextLine
from claude_scope.vision.scene.scene import Scene, build_scene, find_shapes

TREES = {
    "feature": np.array([0, 0, 0, 1, 0, 0]),
    "threshold": np.array([2.5, np.inf, np.inf, -1, np.inf, np.inf]),
    "left": np.array([1, 1, 2, 4, 4, 5]),
    "right": np.array([2, 1, 2, 5, 4, 5]),
    "value": np.array([0.0, 1.0, 3.0, 0.0, 2.0, -1.0]),
    "roots": np.array([0, 3]),
    "depth": np.array(1),
    "classes": np.array(2),
}
"""One tree for each of two classes: the first asks number 0, the second number 1."""
MARGINS = np.full((len(CLASSES) + 1, len(CLASSES)), 0.4, np.float32)
"""What is asked of the trees here: a lead of 0.4, a chance of 0.6 of what the rules do not see, and never of a tab."""
MARGINS[NO_RULE] = 0.6
MARGINS[:, CLASSES.index("tab")] = np.inf


def test_trees_lead_each_row_to_its_leaves() -> None:
    """What equals a threshold goes left; the chances of a row are those of its sums (softmax)."""
    chances = Trees(TREES).chances(np.array([[2.5, -1.0], [2.6, 0.0]], np.float32))
    assert chances == pytest.approx(np.array([[1 / (1 + np.e), np.e / (1 + np.e)], [1 / (1 + np.exp(-4)), 0.01798621]]))


@pytest.fixture(scope="module")
def drawn() -> Scene:
    """A page with a box at (40, 40) to (200, 80) and the line "Save" on it."""
    image = np.full((200, 400, 3), 255, np.uint8)
    image[40:80, 40:200] = (30, 90, 200)
    for left in range(100, 140, 8):  # letters, or what is as thin
        image[54:66, left : left + 2] = 255
    line = TextLine("Save", Rect(97, 50, 143, 70), 0.99, (105, 115, 125, 135))
    return build_scene(image, [line], find_shapes(image))


def test_every_shape_and_line_is_a_candidate_once(drawn: Scene) -> None:
    """The box and the line are two; what the rules named already is not offered again."""
    box = Rect(40, 40, 200, 80)
    alone = candidates(drawn, [])
    assert [one.source for one in alone] == ["panel", "line"]
    ruled = candidates(drawn, [Classified("button", box, (drawn.styles[0],), 0.8)])
    assert [one.source for one in ruled] == ["rule", "line"]
    assert features(drawn, ruled).shape[0] == 2
    assert np.isfinite(features(drawn, ruled)).all()
    assert features(drawn, ruled).shape[1] == features(drawn, alone).shape[1]


def test_a_picture_with_more_candidates_than_any_that_was_learned_from_is_left_to_the_rules() -> None:
    """As a dense table, where the trees would take longest."""
    image = np.full((700, 700, 3), 255, np.uint8)
    places = [Rect(left, top, left + 20, top + 12) for left in range(10, 690, 34) for top in range(10, 690, 34)]
    scene = build_scene(image, [TextLine("Cell", box, 0.99, (2, 7, 12, 17)) for box in places], find_shapes(image))
    ruled = [Classified("text", style.line.box, (style,), 0.99) for style in scene.styles]
    nothing_to_ask: Trees = None  # type: ignore[assignment]
    assert correct(scene, ruled, Model(nothing_to_ask, MARGINS)) == ruled


def chances(*rows: dict[str, float]) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """A row of chances from those that are not 0; the rest is that of text."""
    result = np.zeros((len(rows), len(CLASSES)), np.float32)
    for row, wanted in zip(result, rows, strict=True):
        for kind, share in wanted.items():
            row[CLASSES.index(kind)] = share
        row[0] = 1 - row.sum()
    return result


def test_the_rules_are_corrected_where_the_model_is_certain(drawn: Scene) -> None:
    """A little likelier is not enough."""
    style = drawn.styles[0]
    found = [Candidate(style.line.box, (style,), "rule", Classified("heading", style.line.box, (style,), 0.7))]
    assert kinds(apply_chances(drawn, found, chances({"heading": 0.4, "link": 0.6}), MARGINS)) == ["heading"]
    assert kinds(apply_chances(drawn, found, chances({"heading": 0.2, "link": 0.8}), MARGINS)) == ["link"]
    assert kinds(apply_chances(drawn, found, chances({"heading": 0.1}), MARGINS)) == ["text"]


def test_an_infinite_margin_is_never_overruled(drawn: Scene) -> None:
    """However certain the trees are."""
    style = drawn.styles[0]
    found = [
        Candidate(style.line.box, (style,), "rule", Classified("heading", style.line.box, (style,), 0.7)),
        Candidate(Rect(300, 100, 350, 120), (), "panel"),
    ]
    assert kinds(apply_chances(drawn, found, chances({"tab": 1.0}, {"tab": 1.0}), MARGINS)) == ["heading"]


def test_elements_that_the_rules_miss_are_added_with_their_text(drawn: Scene) -> None:
    """A box that is a button for sure takes the text on it; a second candidate in the same place adds nothing."""
    style = drawn.styles[0]
    text = Candidate(style.line.box, (style,), "rule", Classified("text", style.line.box, (style,), 0.9))
    box = Candidate(Rect(40, 40, 200, 80), (style,), "panel")
    again = Candidate(Rect(41, 41, 199, 79), (style,), "panel")
    result = apply_chances(drawn, [text, box, again], chances({}, {"button": 0.9}, {"button": 0.8}), MARGINS)
    assert [(one.type, one.box, one.styles) for one in result] == [("button", box.box, (style,))]
    unsure = apply_chances(drawn, [text, box], chances({}, {"button": 0.5}), MARGINS)
    assert kinds(unsure) == ["text"]


def kinds(found: list[Classified]) -> list[str]:
    return [one.type for one in found]


def test_the_shipped_model_matches_its_data_sheet(drawn: Scene) -> None:
    """It is what training wrote, unchanged; it fits what is measured on candidates here; and it is small."""
    sheet = (Path(__file__).parent.parent.parent / "docs" / "typer.md").read_text(encoding="utf-8")
    assert hashlib.sha256(SHIPPED_MODEL.read_bytes()).hexdigest() in sheet
    assert SHIPPED_MODEL.stat().st_size < 5_000_000
    model = shipped_model()
    assert model.margins.shape == (len(CLASSES) + 1, len(CLASSES))
    found = model.trees.chances(features(drawn, candidates(drawn, [])))
    assert found.shape == (2, len(CLASSES))
    assert found.sum(axis=1) == pytest.approx(1)


def test_features_are_computed_only_where_the_trees_may_decide(drawn: Scene) -> None:
    """Elements that the trees never overrule, and their texts, get no features and stay unchanged."""
    style = drawn.styles[0]
    ruled = [Classified("input", Rect(40, 40, 200, 80), (style,), 0.8)]
    margins = MARGINS.copy()
    margins[CLASSES.index("input")] = np.inf
    assert open_candidates(candidates(drawn, ruled), margins) == []
    assert correct(drawn, ruled, Model(Trees(TREES), margins)) == ruled
    assert open_candidates(candidates(drawn, []), margins) == [0, 1]
