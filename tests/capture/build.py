"""Builds captures for tests, as a folder or a .scope file, from events written by hand."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

START = 1_790_000_000_000.0
"""Epoch time of the video's time 0 in these captures."""

Event = dict[str, Any]


def text(number: int, content: str) -> Event:
    return {"type": 3, "id": number, "textContent": content}


def element(number: int, tag: str, *children: Event, **attributes: str) -> Event:
    names = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
    return {"type": 2, "id": number, "tagName": tag, "attributes": names, "childNodes": list(children)}


def page(*body: Event) -> Event:
    """A whole document around the given children of its body; ids up to 5 are used."""
    doctype = {"type": 1, "id": 2, "name": "html", "publicId": "", "systemId": ""}
    html = element(3, "html", element(4, "head"), element(5, "body", *body))
    return {"type": 0, "id": 1, "childNodes": [doctype, html]}


def at(ms: float, kind: str, **more: Any) -> Event:
    """An event `ms` after the start of the video."""
    return {"t": START + ms, "kind": kind, "page": "p1", "document": "d1", "frame": "d1", **more}


def dom(ms: float, kind: int, data: Event, document: str = "d1") -> Event:
    event = {"type": kind, "timestamp": round(START + ms), "data": data}
    return at(ms, "dom", event=event) | {"document": document, "frame": document}


def loaded(ms: float, tree: Event, document: str = "d1", url: str = "http://localhost:3000/") -> list[Event]:
    """The events of a page that loads."""
    return [
        at(ms, "document", url=url, viewport=[1280, 720], how="load") | {"document": document, "frame": document},
        dom(ms, 4, {"href": url, "width": 1280, "height": 720}, document),
        dom(ms + 1, 2, {"node": tree, "initialOffset": {"left": 0, "top": 0}}, document),
    ]


def mutation(ms: float, document: str = "d1", **parts: list[Event]) -> Event:
    whole: Event = {"source": 0, "texts": [], "attributes": [], "removes": [], "adds": []}
    return dom(ms, 3, whole | parts, document)


def added(parent: int, node: Event, before: int | None = None) -> Event:
    return {"parentId": parent, "nextId": before, "node": node}


def act(ms: float, kind: str, node: int, **more: Any) -> Event:
    return at(ms, "action", act=kind, node=node, point=[10, 10], target={"tag": "button"}, **more)


def write_capture(folder: Path, events: list[Event], video: Path | None = None, **manifest: Any) -> Path:
    """Write the folder of a capture."""
    folder.mkdir(parents=True)
    about = {
        "format": 1,
        "url": "http://localhost:3000/",
        "title": "",
        "notes": "",
        "videoStart": START,
        "started": START,
        "ended": START + 5_000,
        "viewport": [1280, 720],
        "videoMasked": False,
    }
    (folder / "manifest.json").write_text(json.dumps(about | manifest))
    lines = "".join(json.dumps(event) + "\n" for event in events)
    (folder / "events-000.jsonl").write_text(lines)
    if video is not None:
        (folder / "video.webm").write_bytes(video.read_bytes())
    return folder


def zipped(folder: Path, compression: int = zipfile.ZIP_DEFLATED) -> Path:
    """Write the .scope file of a folder."""
    path = folder.with_suffix(".scope")
    with zipfile.ZipFile(path, "w", compression) as archive:
        for file in sorted(folder.rglob("*")):
            archive.write(file, file.relative_to(folder).as_posix())
    return path
