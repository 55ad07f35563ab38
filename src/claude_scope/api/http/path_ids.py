"""Types of the ids in paths. An invalid id gets a 404 before any query, because PostgreSQL fails on U+0000."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import Path
from pydantic import AfterValidator, BeforeValidator

from claude_scope.errors import NotFound

_ID = re.compile(r"[A-Za-z0-9_]{1,40}")
"""Does not check prefixes such as `sess_`, which only help people to tell ids apart."""


class Known:
    """Validates an id; raises NotFound with the same message as for an unknown id."""

    def __init__(self, thing: str) -> None:
        self._thing = thing

    def __call__(self, text: str) -> str:
        """Return the id unchanged if it is valid."""
        if not _ID.fullmatch(text):
            raise NotFound(f"There is no such {self._thing}.")
        return text


SessionId = Annotated[
    str, Path(description="`sess_` and eight of A-Z0-9", examples=["sess_7Q2M0XKD"]), AfterValidator(Known("session"))
]
FrameId = Annotated[str, Path(examples=["frm_7Q2M0XKD_1"]), AfterValidator(Known("frame"))]
AssetId = Annotated[str, Path(examples=["ast_X09W2LQ7"]), AfterValidator(Known("picture"))]
CredentialId = Annotated[str, Path(examples=["crd_4N8QW2ZP"]), AfterValidator(Known("credential"))]
PairingId = Annotated[str, Path(examples=["pair_7Q2M0XKD4N8QW2Z"]), AfterValidator(Known("pairing"))]
ExtensionId = Annotated[str, Path(examples=["ext_4N8QW2ZP"]), AfterValidator(Known("paired browser"))]
UploadId = Annotated[str, Path(examples=["upl_7Q2M0XKD"]), AfterValidator(Known("upload"))]


def _offset(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,15}", text):
        raise NotFound("There is no such chunk. Give the number of bytes before it, such as 4194304.")
    return int(text)


Offset = Annotated[
    int, Path(ge=0, lt=10**15, description="Bytes before the chunk", examples=[0]), BeforeValidator(_offset)
]
