"""What the typer learns from, and the form in which its trees are kept."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from claude_scope.geometry import Rect
from claude_scope.vision.classify.trees.candidates import Candidate
from claude_scope.vision.classify.trees.correct_rules import CLASSES
from claude_scope.vision.classify.trees.gradient_boosted_trees import Trees
from training.export import flat_arrays
from training.rows import IGNORED, classes_of


def test_a_candidate_has_the_class_of_the_element_in_its_place() -> None:
    """A line in a button is text where the box is there too; what is covered is not learned from."""
    boxes = [Rect(10, 10, 110, 50), Rect(40, 20, 80, 40), Rect(200, 10, 260, 30), Rect(10, 200, 60, 220)]
    truth = {
        "elements": [
            {"type": "button", "bbox": [10, 10, 100, 40], "ok": True},
            {"type": "link", "bbox": [200, 12, 60, 16], "ok": True},
            {"type": "heading", "name": "Behind", "bbox": [10, 200, 50, 20], "ok": False},
        ]
    }
    classes = classes_of(truth, [Candidate(box, (), "line") for box in boxes])
    assert classes == [CLASSES.index("button"), CLASSES.index("text"), CLASSES.index("link"), IGNORED]


def test_exported_trees_decide_as_the_library_says() -> None:
    """At most the threshold goes left, also where the threshold has more digits than a float32."""
    threshold = 0.1 + 1e-12
    tree: dict[str, Any] = {
        "split_feature": 1,
        "threshold": threshold,
        "left_child": {"leaf_value": 1.0},
        "right_child": {"leaf_value": -1.0},
    }
    dumped = {"num_class": 2, "tree_info": [{"tree_structure": tree}, {"tree_structure": {"leaf_value": 0.0}}]}
    rows = np.array([[0, np.nextafter(np.float32(threshold), np.float32(step))] for step in (0, 1)], np.float32)
    chances = Trees(flat_arrays(dumped)).chances(rows)
    expected = [np.e / (1 + np.e) if row <= threshold else 1 / (1 + np.e) for row in rows[:, 1].astype(float)]
    assert chances[:, 0] == pytest.approx(expected)
    assert expected[0] != expected[1]
