"""A fake program with a command's name, for behaviour that no real one shows on demand."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def stand_in(folder: Path, name: str, script: str, inquiry: str = "sys.exit(2)") -> dict[str, str]:
    """The environment in which `name` runs a Python script; its temporary folder is `folder`/tmp.

    At an inquiry it runs the statement `inquiry`. By default it answers none, as an old version.
    """
    (folder / "tmp").mkdir()
    path = folder / name
    path.write_text(f"#!{sys.executable}\nimport sys\nif sys.argv[1:2] == ['debug']: {inquiry}\n{script}")
    path.chmod(0o755)
    return {"PATH": os.pathsep.join((str(folder), os.defpath)), "HOME": str(folder), "TMPDIR": str(folder / "tmp")}
