"""Convert LightGBM's trees to flat arrays for `vision.classify.trees.gradient_boosted_trees`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt


def flat_arrays(model: dict[str, Any]) -> dict[str, npt.NDArray[np.generic]]:
    """LightGBM's dump of its trees as flat arrays."""
    nodes: list[tuple[int, float, int, int, float]] = []
    roots, depth = [], 0

    def add(tree: dict[str, Any], level: int) -> int:
        nonlocal depth
        depth = max(depth, level)
        index = len(nodes)
        nodes.append((0, np.inf, index, index, float(tree.get("leaf_value", 0.0))))
        if "split_feature" in tree:
            left, right = add(tree["left_child"], level + 1), add(tree["right_child"], level + 1)
            nodes[index] = (tree["split_feature"], _below(tree["threshold"]), left, right, 0.0)
        return index

    for tree in model["tree_info"]:
        roots.append(add(tree["tree_structure"], 0))
    feature, threshold, left, right, value = zip(*nodes, strict=True)
    return {
        "feature": np.asarray(feature, np.int16),
        "threshold": np.asarray(threshold, np.float32),
        "left": np.asarray(left, np.int32),
        "right": np.asarray(right, np.int32),
        "value": np.asarray(value, np.float32),
        "roots": np.asarray(roots, np.int32),
        "depth": np.asarray(depth),
        "classes": np.asarray(model["num_class"]),
    }


def _below(threshold: float) -> float:
    """The largest float32 up to a threshold, so that comparisons in float32 have the same result."""
    near = np.float32(threshold)
    return float(near if float(near) <= threshold else np.nextafter(near, np.float32(-np.inf)))
