"""The networks as they are shipped are RapidOCR's, and compute what those do when they are written again."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import numpy as np
import onnxruntime  # type: ignore[import-untyped]  # ships no types
import pytest

from claude_scope.errors import VisionError
from claude_scope.vision.ocr.models import DETECTION, NETWORKS, RECOGNITION, Network, session, weights_path
from tests.videos import words


@pytest.mark.parametrize("network", [DETECTION, RECOGNITION])
def test_a_rewritten_network_gives_the_numbers_of_the_original(network: Network) -> None:
    line = words("Total $182.90", size=(320, 96))[32:80]
    picture = (line.transpose(2, 0, 1)[None] / 127.5 - 1).astype(np.float32)
    picture = np.pad(picture, ((0, 0), (0, 0), (0, 16 if network is DETECTION else 0), (0, 0)), mode="edge")
    original = onnxruntime.InferenceSession(str(weights_path(network)), providers=["CPUExecutionProvider"])
    name = original.get_inputs()[0].name
    (expected,) = original.run(None, {name: picture})
    (computed,) = session(network, 1).run(None, {name: picture})
    np.testing.assert_allclose(computed, expected, atol=1e-4)
    assert expected[..., 1:].max() > 0.5  # it is sure of something; the first class of the recogniser is none


def test_unknown_weights_are_rejected() -> None:
    """Their places in the file would hold other numbers."""
    with pytest.raises(VisionError, match=r"ch_PP-OCRv4_det_mobile\.onnx, .*, is damaged; reinstall"):
        session(DETECTION._replace(sha256="0" * 64), 1)


def test_weights_that_are_not_there_are_said() -> None:
    with pytest.raises(VisionError, match=r"no such file\.onnx, .*, is missing; reinstall"):
        session(DETECTION._replace(weights="no such file.onnx"), 1)


def test_what_is_not_ours_is_unchanged() -> None:
    """The files have the checksums that their page and the code name, and licence and copyright lie beside them."""
    table = dict(re.findall(r"\| `(\S+)` \| `([0-9a-f]{64})` \|", (NETWORKS / "README.md").read_text("utf-8")))
    assert table == {network.weights: network.sha256 for network in (DETECTION, RECOGNITION)}
    for name, sha256 in table.items():
        assert hashlib.sha256((NETWORKS / name).read_bytes()).hexdigest() == sha256
    assert (NETWORKS / "LICENSE").read_bytes() == (Path(__file__).parents[2] / "LICENSE").read_bytes()
    assert "PaddlePaddle Authors" in (NETWORKS / "NOTICE").read_text("utf-8")
