"""The scripts that run in the inspected page, as text."""

from pathlib import Path

_FOLDER = Path(__file__).parent

FIELDS = (_FOLDER / "fields.js").read_text("utf-8")
FRAME = (_FOLDER / "frame.js").read_text("utf-8")
HIDDEN = (_FOLDER / "hidden.js").read_text("utf-8")
LOADING = (_FOLDER / "loading.js").read_text("utf-8")
REMEMBER = (_FOLDER / "remember.js").read_text("utf-8")
SIZE = (_FOLDER / "size.js").read_text("utf-8")
TRIM = (_FOLDER / "trim.js").read_text("utf-8")
