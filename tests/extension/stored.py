"""Puts a recording into the extension's storage, as the recorder leaves it."""

from __future__ import annotations

import base64
import json
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.async_api import Page

SHOP = Path(__file__).parent.parent.parent / "examples" / "shop.scope"
STARTED_MS = 1_790_000_000_000
STORE = """async ({ recording, video, events }) => {
  const { append, create } = await import("/storage/recordings.js");
  const bytes = (text) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  await create(recording);
  for (const part of video) await append(recording.id, "video.webm", new Blob([bytes(part)]));
  for (const part of events) await append(recording.id, "events.jsonl", part);
}"""
RECORDING = "async (id) => (await import('/storage/recordings.js')).get(id)"
PAIR = """({ address, token }) => chrome.storage.local.set({ pairing: {
  address, token, user: { name: "Ann", email: "ann@example.com" }, pairedAt: Date.now(), hasEnded: false } })"""
PART = 3_100_000
"""Bytes of a part of the video."""


async def store(page: Page, id_: str, *, video: bytes | None = None, **about: Any) -> None:
    """Store a recording of the sample's shop, with another video if there is one; b"" leaves it out."""
    with zipfile.ZipFile(SHOP) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        film = archive.read("video.webm") if video is None else video
        events = archive.read("events-000.jsonl").decode().splitlines(keepends=True)
    for key in ("title", "notes"):
        manifest.pop(key, None)
    recording = {
        "id": id_,
        "state": "review",
        "url": manifest["url"],
        "title": "",
        "notes": "",
        "startedAt": STARTED_MS,
        "endedAt": STARTED_MS + 60_000,
        "bytes": 0,
        "why": "person",
        "manifest": manifest,
        "sent": None,
        **about,
    }
    parts = [base64.b64encode(film[at : at + PART]).decode() for at in range(0, len(film), PART)]
    lines = ["".join(events[at : at + 7]) for at in range(0, len(events), 7)]
    await page.evaluate(STORE, {"recording": recording, "video": parts, "events": lines})


async def pair(page: Page, address: str, token: str) -> None:
    """Pair the browser with the service at an address, as if its user had confirmed."""
    await page.evaluate(PAIR, {"address": address, "token": token})


async def recording(page: Page, id_: str) -> dict[str, Any] | None:
    """A stored recording, without its parts."""
    found: dict[str, Any] | None = await page.evaluate(RECORDING, id_)
    return found


async def bytes_of(page: Page, expression: str) -> bytes:
    """The bytes of the Blob that this expression gives; modules are imported with `await import("/...")`."""
    text: str = await page.evaluate(
        f"""async () => {{
          const bytes = new Uint8Array(await (await (async () => ({expression}))()).arrayBuffer());
          let text = "";
          const part = (at) => String.fromCharCode(...bytes.subarray(at, at + 30000));
          for (let at = 0; at < bytes.length; at += 30000) text += part(at);
          return btoa(text);
        }}"""
    )
    return base64.b64decode(text)
