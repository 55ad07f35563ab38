"""The shipped networks are derived from RapidOCR's, and compute the same."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import numpy as np
import onnxruntime  # type: ignore[import-untyped]  # ships no types
import pytest

from claude_scope.errors import VisionError
from claude_scope.vision.ocr.models import DETECTION, NETWORKS, RECOGNITION, Network, session
from tests.videos import words
from training.networks import ORIGINALS

TRAINING = Path(__file__).parents[2] / "training" / "rapidocr"


@pytest.mark.parametrize("network", [DETECTION, RECOGNITION])
def test_a_rewritten_network_computes_what_the_original_does(network: Network) -> None:
    """The detector, with 16-bit weights, gives the same numbers; the recogniser, with 8-bit
    weights, the same letters.
    """
    line = words("Total $182.90", size=(320, 96))[32:80]
    picture = (line.transpose(2, 0, 1)[None] / 127.5 - 1).astype(np.float32)
    picture = np.pad(picture, ((0, 0), (0, 0), (0, 16 if network is DETECTION else 0), (0, 0)), mode="edge")
    original = onnxruntime.InferenceSession(str(ORIGINALS[network.file]), providers=["CPUExecutionProvider"])
    name = original.get_inputs()[0].name
    (expected,) = original.run(None, {name: picture})
    (computed,) = session(network, 1).run(None, {name: picture})
    if network is DETECTION:
        np.testing.assert_allclose(computed, expected, atol=0.02)
    else:
        assert letters(computed) == letters(expected)
        assert np.abs(computed - expected).max(axis=2).mean() < 0.05  # the end of a letter may be off by a step
    # the network is certain of a character; the first class of the recogniser means "none"
    assert expected[..., 1:].max() > 0.5


def letters(answer: np.ndarray[tuple[int, int, int], np.dtype[np.float32]]) -> list[int]:
    """The classes in an output, decoded as for a CTC network."""
    best = answer[0].argmax(axis=1)
    return [int(item) for item, last in zip(best, [0, *best], strict=False) if item not in (0, last)]


def test_a_damaged_file_is_rejected() -> None:
    with pytest.raises(VisionError, match=r"detection\.onnx, .*, is damaged; reinstall"):
        session(DETECTION._replace(sha256="0" * 64), 1)


def test_a_missing_file_is_reported() -> None:
    with pytest.raises(VisionError, match=r"no such file\.onnx, .*, is missing; reinstall"):
        session(DETECTION._replace(file="no such file.onnx"), 1)


def test_the_files_have_the_checksums_that_their_pages_name() -> None:
    """And licence and copyright are stored next to them."""
    shipped = checksums(NETWORKS)
    assert shipped == {network.file: network.sha256 for network in (DETECTION, RECOGNITION)}
    assert checksums(TRAINING).keys() == {path.name for path in ORIGINALS.values()}
    for folder in (NETWORKS, TRAINING):
        for name, sha256 in checksums(folder).items():
            assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == sha256
    assert (NETWORKS / "LICENSE").read_bytes() == (Path(__file__).parents[2] / "LICENSE").read_bytes()
    assert "PaddlePaddle Authors" in (NETWORKS / "NOTICE").read_text("utf-8")


def checksums(folder: Path) -> dict[str, str]:
    """The checksums on the README page of a folder, by file."""
    return dict(re.findall(r"\| `(\S+)` \| `([0-9a-f]{64})` \|", (folder / "README.md").read_text("utf-8")))
