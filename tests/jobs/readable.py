"""What a thief could read in a copy of all that a service stores: its folder, its database and its bucket."""

from __future__ import annotations

import asyncio
import subprocess
import tarfile
from io import BytesIO
from typing import TYPE_CHECKING

from tests.postgres_server import postgres_programs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.jobs.stage import Stage

PICTURES = {"a PNG": b"\x89PNG\r\n\x1a\n", "a JPEG": b"JFIF\0", "a WebM": b"\x42\x82\x84webm"}
"""The first bytes of the pictures that the service makes, and of the recordings of the tests: EBML's DocType."""


async def readable(stage: Stage, *said: str, pictures: bool = True, with_work: bool = False) -> set[str]:
    """Which of these texts, and whether pictures and videos, can be read, and where: `Marmalade in ./dbos.db`.

    While a worker lives, frames can be read in `work`, the folder of the decoder; it is searched only `with_work`.
    """
    wanted = {text: text.encode() for text in said} | (PICTURES if pictures else {})
    everything = [
        *_folder(await _output("tar", "-C", str(stage.folder), *_tar_options(with_work))),
        *await _team(stage),
    ]
    return {f"{text} in {name}" for name, content in everything for text in wanted if wanted[text] in content}


def _tar_options(with_work: bool) -> list[str]:
    return [*([] if with_work else ["--exclude=./work"]), "-cf", "-", "."]


def _folder(tar: bytes) -> Iterator[tuple[str, bytes]]:
    """The content of every file in the data folder, SQLite's logs too.

    Another process reads them: this one would release its locks on SQLite's files by closing them
    (https://sqlite.org/howtocorrupt.html, 2.2).
    """
    with tarfile.open(fileobj=BytesIO(tar)) as files:
        for member in files:
            file = files.extractfile(member)
            if file is not None:
                yield member.name, file.read()


async def _team(stage: Stage) -> list[tuple[str, bytes]]:
    """The dump of the database and every object of the bucket, if there are any."""
    if stage.database.is_sqlite:
        return []
    dump = await _output(str(postgres_programs() / "pg_dump"), stage.settings.database_url)
    assets = stage.files.assets
    return [("the dump", dump), *[(key, await assets.get(key)) async for key in assets.keys("")]]


async def _output(*command: str) -> bytes:
    done = await asyncio.to_thread(subprocess.run, command, capture_output=True, check=False)
    assert done.returncode <= 1, done.stderr  # 1: tar reports that a file changed meanwhile
    assert done.stdout, done.stderr
    return done.stdout
