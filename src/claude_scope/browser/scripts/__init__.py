"""The JavaScript that runs in the inspected page, as text.

remember.js   remembers password fields, their values and shadow roots; runs before any script of the page
loading.js    reports whether the page shows that it is loading
size.js       measures the document
trim.js       removes the elements beyond a limit
part.js       takes fields out of forms whose properties they shadow
labels.js     finds out whether the labels of a field name a secret
fields.js     masks secret fields and returns their values
frame.js      measures where an iframe's content is
hidden.js     lists elements that the screen does not show
"""

from pathlib import Path

_FOLDER = Path(__file__).parent

LABELS = (_FOLDER / "labels.js").read_text("utf-8").rstrip().rstrip(";")
FIELDS = (_FOLDER / "fields.js").read_text("utf-8").replace("__LABELS__", LABELS)
FRAME = (_FOLDER / "frame.js").read_text("utf-8")
HIDDEN = (_FOLDER / "hidden.js").read_text("utf-8")
LOADING = (_FOLDER / "loading.js").read_text("utf-8")
PART = (_FOLDER / "part.js").read_text("utf-8")
REMEMBER = (_FOLDER / "remember.js").read_text("utf-8")
SIZE = (_FOLDER / "size.js").read_text("utf-8")
TRIM = (_FOLDER / "trim.js").read_text("utf-8")
