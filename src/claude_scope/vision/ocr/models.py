"""Load the two networks that read text; nothing is downloaded.

PP-OCRv4 mobile for detection and PP-OCRv6 small for recognition, exported to ONNX by RapidOCR (Apache-2.0, as are the
models).
`training/networks.py` rewrote both, so that they run faster and take less space. See docs/decisions/0002-ocr-engine.md.
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
    """A file in `networks/`, and its SHA-256."""

    file: str
    sha256: str


DETECTION = Network("detection.onnx", "f000c86c68631d1484285cf9854d89728149ab4b151212fbe319d59c138ad34a")
RECOGNITION = Network("recognition.onnx", "288ed71fc444c361a965cfc40686a671224d3f3caa4b143cc610d509677ece60")


def load(network: Network) -> bytes:
    """Return the content of a network's file.

    Raises:
        VisionError: the file is missing or damaged.
    """
    path = NETWORKS / network.file
    if not path.is_file():
        raise VisionError(f"The file {network.file}, which holds a model for reading text, is missing; reinstall.")
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != network.sha256:
        raise VisionError(f"The file {network.file}, which holds a model for reading text, is damaged; reinstall.")
    return data


def session(network: Network, threads: int, *, arena: bool = False) -> InferenceSession:
    """An ONNX Runtime session for a network on the CPU, with at most `threads` threads.

    ONNX Runtime's telemetry, which keeps a device id in the user's cache folder and would send events to its maker, is
    switched off before it starts. Its threads do not spin while they wait: that would cost a tenth of the processor
    time of a recording's frames.

    `arena` keeps the memory of a run for the next one. With it, the detector takes 0.23 s of processor time for a 1080p
    picture, without it 0.37 s; most of the difference is page faults. It keeps 80 MB, at no higher peak. The recogniser
    would gain a twentieth, and keep 200 MB for its widest line.
    """
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")  # read when the library loads
    import onnxruntime

    onnxruntime.disable_telemetry_events()
    data = load(network)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.enable_cpu_mem_arena = arena
    options.enable_mem_pattern = False
    options.log_severity_level = 3  # warnings concern the exported graph, which cannot be changed here
    return onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
