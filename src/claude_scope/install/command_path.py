"""The command that an agent starts: an absolute path, since agents have other search paths than a shell."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

PROGRAM = "claude-scope"


def installed_command() -> list[str]:
    """The command that was typed, or the one next to this Python, or this Python with the module.

    Symbolic links are not resolved: a tool manager's link stays valid when the version behind it changes.
    """
    typed = shutil.which(sys.argv[0]) if Path(sys.argv[0]).stem == PROGRAM else None
    beside = Path(sys.executable).with_name(PROGRAM + (".exe" if sys.platform == "win32" else ""))
    for found in (typed, str(beside) if beside.is_file() else None):
        if found:
            return [str(Path(found).absolute())]
    return [str(Path(sys.executable).absolute()), "-m", "claude_scope"]
