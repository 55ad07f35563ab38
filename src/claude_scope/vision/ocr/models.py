"""Load the two networks that read text; nothing is downloaded.

PP-OCRv4 mobile, detection and recognition, exported to ONNX by RapidOCR (Apache-2.0, as are the models). `networks/`
holds the files as RapidOCR ships them, for their weights, and their graphs, which `training/networks.py` wrote again to
run faster. See docs/decisions/0002-ocr-engine.md.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from claude_scope.errors import VisionError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession  # type: ignore[import-untyped]  # ships no types


NETWORKS = Path(__file__).parents[1] / "networks"


class Network(NamedTuple):
    """Files in `networks/`: a graph, the file with its weights, and the SHA-256 of the latter."""

    graph: str
    weights: str
    sha256: str


DETECTION = Network(
    "detection.onnx",
    "ch_PP-OCRv4_det_mobile.onnx",
    "d2a7720d45a54257208b1e13e36a8479894cb74155a5efe29462512d42f49da9",
)
RECOGNITION = Network(
    "recognition.onnx",
    "ch_PP-OCRv4_rec_mobile.onnx",
    "48fc40f24f6d2a207a2b1091d3437eb3cc3eb6b676dc3ef9c37384005483683b",
)


def weights_path(network: Network) -> Path:
    """The file with the weights of a network.

    Raises:
        VisionError: the file is missing or damaged; the graph would find other numbers at the places that it names.
    """
    path = NETWORKS / network.weights
    if not path.is_file():
        raise VisionError(f"The file {network.weights}, which holds a model for reading text, is missing; reinstall.")
    if hashlib.sha256(path.read_bytes()).hexdigest() != network.sha256:
        raise VisionError(f"The file {network.weights}, which holds a model for reading text, is damaged; reinstall.")
    return path


def session(network: Network, threads: int) -> InferenceSession:
    """An ONNX Runtime session for a network on the CPU, with at most `threads` threads.

    ONNX Runtime's telemetry, which keeps a device id in the user's cache folder and would send events to its maker, is
    switched off before it starts. Its threads do not spin while they wait: that would cost a tenth of the processor
    time of a recording's frames. The memory arena is off: it would save a quarter of the time of a whole picture, but
    keep 200 MB.
    """
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")  # read when the library loads
    import onnxruntime

    onnxruntime.disable_telemetry_events()
    folder = weights_path(network).parent
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.add_session_config_entry("session.model_external_initializers_file_folder_path", str(folder))
    options.enable_cpu_mem_arena = False
    options.enable_mem_pattern = False
    options.log_severity_level = 3  # warnings are about the exported graph, which nobody here can change
    graph = (NETWORKS / network.graph).read_bytes()
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
