"""The networks as they are shipped compute what those in the wheel do."""

from __future__ import annotations

import numpy as np
import onnxruntime  # type: ignore[import-untyped]  # ships no types
import pytest

from claude_scope.errors import VisionError
from claude_scope.vision.ocr.models import DETECTION, RECOGNITION, Network, session, weights_path
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


def test_weights_that_are_not_the_known_ones_are_refused() -> None:
    """Their places in the file would hold other numbers."""
    with pytest.raises(VisionError, match=r"install a version from 3\.8\.1 to 3\.8\.x"):
        session(DETECTION._replace(sha256="0" * 64), 1)
