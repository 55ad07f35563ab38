"""The analysis of examples/shop.webm as `claude-scope analyze` made it, stored so that no test has to repeat it.

    .venv/bin/python -m tests.web.sample makes it again (20 s): session.json.gz and page-01.png in this folder

The pictures of its keyframes are cut from the recording itself.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import av
from PIL import Image

from claude_scope.prompt.session_json import load_session

if TYPE_CHECKING:
    from claude_scope.values import Analysis

HERE = Path(__file__).parent
ROOT = HERE.parent.parent.parent
RECORDING = ROOT / "examples" / "shop.webm"
SESSION = HERE / "session.json.gz"
PAGE = HERE / "page-01.png"
"""The page as the browser lane rendered it, in 64 colours."""


def session() -> dict[str, Any]:
    """`session.json`."""
    found: dict[str, Any] = json.loads(gzip.decompress(SESSION.read_bytes()))
    return found


def sample(folder: Path) -> Analysis:
    """The analysis, with its pictures in a folder that `pictures` has filled."""
    return load_session(session(), folder)


def pictures(folder: Path) -> None:
    """Fill a folder with the pictures that the analysis names, at full size; takes a second and a half."""
    wanted = [(frame["timestampMs"], folder / frame["fullFile"]) for frame in session()["keyframes"]["frames"]]
    (folder / "frames" / "full").mkdir(parents=True)
    (folder / PAGE.name).write_bytes(PAGE.read_bytes())
    with av.open(RECORDING) as container:
        for frame in container.decode(video=0):
            while wanted and round(frame.time * 1000) >= wanted[0][0]:
                Image.fromarray(frame.to_ndarray(format="rgb24")).save(wanted.pop(0)[1], compress_level=1)
    assert not wanted, "the recording ends before its last keyframe; make the sample anew"
