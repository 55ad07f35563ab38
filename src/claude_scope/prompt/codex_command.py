"""The command line that hands a prompt and its pictures to Codex."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def codex_command(images: Sequence[str], prompt_file: str) -> str:
    """`codex exec -i a.png,b.png < prompt.codex.md`, quoted for a POSIX shell.

    The prompt comes on stdin with no `-` after the pictures: `-i` takes every word that follows (openai/codex issue
    30106; Codex 0.169 tries to read a picture called `-`), and without a prompt argument stdin is read anyway. A path
    that holds a comma gets a flag of its own, because `-i` splits at commas.
    """
    if not images:
        return f"codex exec - < {shlex.quote(prompt_file)}"
    if any("," in image for image in images):
        flags = " ".join(f"-i {shlex.quote(image)}" for image in images)
    else:
        flags = f"-i {','.join(shlex.quote(image) for image in images)}"
    return f"codex exec {flags} < {shlex.quote(prompt_file)}"
