"""The two networks that read text, taken from the installed `rapidocr` wheel: nothing is downloaded, ever.

PP-OCRv4 mobile, detection and recognition, exported to ONNX by RapidOCR (Apache-2.0, as are the models). Only the files
are used: `rapidocr` itself is not imported, see docs/decisions/0002-ocr-engine.md.
"""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from claude_scope.errors import VisionError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession  # type: ignore[import-untyped]  # ships no types

DETECTION = "ch_PP-OCRv4_det_mobile.onnx"
RECOGNITION = "ch_PP-OCRv4_rec_mobile.onnx"


def model_path(name: str) -> Path:
    """Where the wheel keeps the model `name`.

    Raises:
        VisionError: the wheel is missing, or another version without this model is installed.
    """
    spec = find_spec("rapidocr")
    if spec is None or spec.origin is None:
        raise VisionError("The package rapidocr, which holds the models for reading text, is missing; reinstall.")
    path = Path(spec.origin).parent / "models" / name
    if not path.is_file():
        raise VisionError(f"The installed rapidocr does not hold {name}; install a version from 3.8.1 to 3.8.x.")
    return path


def session(name: str, threads: int) -> InferenceSession:
    """An ONNX Runtime session for the model `name` on the CPU, with at most `threads` threads.

    ONNX Runtime's own telemetry, which keeps a device id in the user's cache folder and would send events to its maker,
    is switched off before it starts. The memory arena is off: pictures and lines have many sizes, and the arena keeps
    the largest of each. Its threads do not spin while they wait, which would take the core from whatever runs beside
    them: a tenth of the processor time of a recording's frames.
    """
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")  # read as the library loads
    import onnxruntime

    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.enable_cpu_mem_arena = False
    options.enable_mem_pattern = False
    options.log_severity_level = 3  # warnings are about the exported graph, which nobody here can change
    return onnxruntime.InferenceSession(str(model_path(name)), options, providers=["CPUExecutionProvider"])
