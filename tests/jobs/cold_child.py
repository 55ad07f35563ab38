"""The child on a machine with a broken library: it cannot warm up, and keyframes cannot be selected."""

from __future__ import annotations

from typing import Any

from claude_scope.jobs.sandbox import child, child_stations


class Broken(child_stations.Stations):
    """All stations except one."""

    def keyframes(self, *_: Any) -> Any:
        raise ImportError("libbroken.so: cannot open shared object file")


def fail(threads: int) -> None:
    raise ImportError("libbroken.so: cannot open shared object file")


def main() -> None:
    child.warm = fail  # type: ignore[attr-defined]
    child.Stations = Broken  # type: ignore[attr-defined]
    child.main()
