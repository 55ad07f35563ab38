"""Parses an upload (multipart/form-data, RFC 7578) as it arrives: the file goes to disk, fields stay in memory.

At most one batch of data is buffered, and limits are checked before data is stored.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from claude_scope.errors import BadInput, StoreUnavailable
from claude_scope.invisible_characters import one_line
from claude_scope.values import CAPTURE, CAPTURE_TYPE
from claude_scope.values.containers import GIF_TYPE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection

    from python_multipart.multipart import MultipartCallbacks

FILE = "file"
MAX_FIELD_BYTES = 16 * 1024
"""Maximum size of a text field. The longest has 2,000 characters, which are at most 8,000 bytes in UTF-8."""
OVERHEAD_BYTES = 128 * 1024
"""Maximum size of a form without its file: five fields and the headers of the parts."""
BATCH_BYTES = 256 * 1024
"""A thread writes batches of this size, because a disk may be slow. Chunks arrive with only 64 KB."""
MAX_PARTS = 20
MAX_FILE_NAME_CHARS = 100
UPLOAD_IDLE_TIMEOUT_S = 60
"""How long an upload may pause."""
UPLOAD_TIMEOUT_S = 3600
"""How long an upload may take: 100 MB at 230 kbit/s. Otherwise a client could send single bytes without end."""
MEGABYTE = 1024 * 1024


class NoFile(BadInput):
    """The form has no file; `given` are the names of the fields that it has."""

    def __init__(self, given: Collection[str]) -> None:
        super().__init__("file: this field is required")
        self.given = given


@dataclass(frozen=True, slots=True)
class Upload:
    """A received form: its text fields, and the size and name of its file. The name is used only in messages."""

    fields: dict[str, str]
    size_bytes: int
    file_name: str


class Form:
    """Parses one form and writes its file to `file`. `fields` are the names of the allowed text fields."""

    def __init__(self, content_type: str, file: BinaryIO, fields: Collection[str], max_file_bytes: int) -> None:
        """Raises BadInput if the content type is not multipart/form-data."""
        kind, options = parse_options_header(content_type)
        if kind != b"multipart/form-data" or not options.get(b"boundary"):
            raise BadInput("The body has to be a form with a file: send it as multipart/form-data.")
        self._file, self._names, self.max_file_bytes = file, {FILE, *fields}, max_file_bytes
        self._header, self._value, self._name = b"", b"", ""
        self._texts: dict[str, bytes] = {}
        self._file_name = ""
        self._parts = self._size_bytes = 0
        self._ended = False
        try:
            self._parser = MultipartParser(options[b"boundary"], self._callbacks())
        except FormParserError as error:  # the boundary is too long
            raise _broken() from error

    def _callbacks(self) -> MultipartCallbacks:
        return {
            "on_part_begin": self._begin,
            "on_header_field": self._more_of_header,
            "on_header_value": self._more_of_value,
            "on_header_end": self._end_header,
            "on_headers_finished": self._name_part,
            "on_part_data": self._more,
            "on_end": self._end,
        }

    def feed(self, data: bytes) -> None:
        """Parse the next bytes of the body; raises BadInput, or StoreUnavailable if the disk is full."""
        try:
            self._parser.write(data)
        except FormParserError as error:
            raise _broken() from error
        except OSError as error:
            why = error.strerror or type(error).__name__
            raise StoreUnavailable(f"The recording cannot be stored: {why}; try again later.", 60) from error

    def finish(self) -> Upload:
        """Return the upload; raises BadInput if the form is truncated or has no file."""
        if not self._ended:
            raise _broken()
        if FILE not in self._texts:
            raise NoFile(self._texts)
        if not self._size_bytes:
            raise BadInput("file: it is empty; record the tab again")
        self._file.flush()
        texts = {name: _text(name, data) for name, data in self._texts.items() if name != FILE}
        return Upload(texts, self._size_bytes, self._file_name)

    def _begin(self) -> None:
        self._name = ""
        self._header = self._value = b""
        self._parts += 1
        if self._parts > MAX_PARTS:
            raise BadInput(f"The form has more than {MAX_PARTS} fields.")

    def _more_of_header(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _more_of_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _end_header(self) -> None:
        if self._header.lower() == b"content-disposition":
            _, options = parse_options_header(self._value.decode("latin-1"))
            self._name = options.get(b"name", b"").decode("utf-8", "replace")
            if self._name == FILE:
                name = options.get(b"filename", b"").decode("utf-8", "replace")
                self._file_name = one_line(re.split(r"[/\\]", name)[-1])[:MAX_FILE_NAME_CHARS]
        self._header = self._value = b""

    def _name_part(self) -> None:
        if self._name not in self._names:
            raise BadInput(f"{self._name[:100].replace(chr(0), '')}: this field is not known")
        if self._name in self._texts:
            raise BadInput(f"{self._name}: this field was given twice")
        self._texts[self._name] = b""

    def _more(self, data: bytes, start: int, end: int) -> None:
        if self._name == FILE:
            self._size_bytes += end - start
            if self._size_bytes > self.max_file_bytes:
                raise too_large(self.max_file_bytes)
            self._file.write(memoryview(data)[start:end])
            return
        self._texts[self._name] += data[start:end]
        if len(self._texts[self._name]) > MAX_FIELD_BYTES:
            raise BadInput(f"{self._name}: it is too long")

    def _end(self) -> None:
        self._ended = True


def stated_length(content_length: str) -> int:
    """The length of a body in bytes, from Content-Length; 0 if the header is missing or invalid."""
    return int(content_length[:20]) if content_length.isascii() and content_length.isdecimal() else 0


def check_length(length: int, max_file_bytes: int) -> None:
    """Raise BadInput for a body that is too large, before it is read."""
    if length > max_file_bytes + OVERHEAD_BYTES:
        raise too_large(max_file_bytes)


async def take(chunks: AsyncIterator[bytes], form: Form) -> Upload:
    """Read the body to its end; raises BadInput and StoreUnavailable."""
    waiting, size_bytes = bytearray(), 0
    until = asyncio.get_running_loop().time() + UPLOAD_TIMEOUT_S
    try:
        while True:
            async with asyncio.timeout_at(until), asyncio.timeout(UPLOAD_IDLE_TIMEOUT_S):
                chunk = await anext(chunks, None)
            if chunk is None:
                break
            size_bytes += len(chunk)
            if size_bytes > form.max_file_bytes + OVERHEAD_BYTES:  # any data may follow the form (RFC 2046, 5.1)
                raise too_large(form.max_file_bytes)
            waiting += chunk
            if len(waiting) >= BATCH_BYTES:
                await asyncio.to_thread(form.feed, bytes(waiting))
                waiting.clear()
    except TimeoutError as error:
        why = f"Nothing of the upload arrived for {UPLOAD_IDLE_TIMEOUT_S} seconds"
        if asyncio.get_running_loop().time() >= until:
            why = f"The upload took longer than {UPLOAD_TIMEOUT_S // 60} minutes"
        raise BadInput(f"{why}; send it again.") from error
    await asyncio.to_thread(form.feed, bytes(waiting))
    return await asyncio.to_thread(form.finish)


def too_large(max_file_bytes: int) -> BadInput:
    """The error for a file over the limit."""
    return BadInput(f"The recording is larger than {max_file_bytes / MEGABYTE:g} MB; record a shorter flow.")


def mime_type(head: bytes, container: str) -> str:
    """The MIME type of a probed recording. The header of a file says whether it is WebM or Matroska (RFC 9559, 5.1)."""
    known = {CAPTURE: CAPTURE_TYPE, "mp4": "video/mp4", "gif": GIF_TYPE}
    if container in known:
        return known[container]
    return "video/webm" if b"webm" in head[:64] else "video/x-matroska"


def _broken() -> BadInput:
    return BadInput("The form cannot be read: it was cut off, or is not multipart/form-data; send it again.")


def _text(name: str, data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise BadInput(f"{name}: this is not UTF-8") from error
