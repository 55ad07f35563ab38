"""The child on a machine where a library is broken: it does not get warm, and keyframes cannot be chosen."""

from __future__ import annotations

from typing import Any

from claude_scope.jobs.sandbox import child, child_stations


class Broken(child_stations.Stations):
    """All stations but one."""

    def keyframes(self, *_: Any) -> Any:
        raise ImportError("libbroken.so: cannot open shared object file")


def fail(threads: int) -> None:
    raise ImportError("libbroken.so: cannot open shared object file")


def main() -> None:
    child.warm = fail  # type: ignore[attr-defined]
    child.Stations = Broken  # type: ignore[attr-defined]
    child.main()
