"""Makes the sample again: serves the shop, analyses its recording, stores the result in this folder."""

from __future__ import annotations

import gzip
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

from tests.web.sample import PAGE, RECORDING, ROOT, SESSION

PORT = "4173"
"""Fixed, since the address is part of the analysis."""
TITLE = "Two notebooks with a promo code"
NOTES = "The total is not the sum of the lines above it, and the order cannot be placed."


def main() -> None:
    command = [sys.executable, "-m", "examples.shop.server", "--port", PORT]
    with (
        tempfile.TemporaryDirectory() as out,
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as shop,
    ):
        assert shop.stdout is not None
        try:
            url = shop.stdout.readline().strip()
            options = ("--url", url, "--out", out, "--title", TITLE, "--notes", NOTES)
            subprocess.run([sys.executable, "-m", "claude_scope", "analyze", RECORDING, *options], check=True)
            keep(Path(out))
        finally:
            shop.terminate()


def keep(out: Path) -> None:
    # Without a timestamp, so that the same analysis gives the same file.
    SESSION.write_bytes(gzip.compress((out / "session.json").read_bytes(), 9, mtime=0))
    with Image.open(out / "page-01.png") as page:
        page.convert("RGB").quantize(64, dither=Image.Dither.NONE).save(PAGE, optimize=True)


if __name__ == "__main__":
    main()
