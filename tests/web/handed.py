"""Files that are dropped on a page or pasted into it."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

DROP = """({name, type, base64}) => {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], name, {type}));
  const fire = (kind) => new DragEvent(kind, {dataTransfer: data, bubbles: true, cancelable: true});
  const target = document.querySelector("h1");
  const isTaken = !target.dispatchEvent(fire("dragover"));
  target.dispatchEvent(fire("drop"));
  return isTaken;
}"""
PASTE = """({name, type, base64}) => {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], name, {type}));
  document.body.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


def file_of(path: Path, name: str = "", kind: str = "video/webm") -> dict[str, str]:
    return {"name": name or path.name, "type": kind, "base64": base64.b64encode(path.read_bytes()).decode()}
