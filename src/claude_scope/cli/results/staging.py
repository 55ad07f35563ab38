"""Writes results into a folder completely or not at all, and keeps other files in it.

Results are written to a hidden folder inside the folder of the results, on the same disk, and moved: the prompts when
they are ready, the others at the end. A lock file next to it keeps a second run out. The next run removes the leftovers
of a killed run. While only the prompts are in place, `MARK` lists the results, so that the next run recognises them.
"""

from __future__ import annotations

import os
import re
import shutil
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

from claude_scope.cli.results.output_files import MARK, marked_in
from claude_scope.errors import UsageError
from claude_scope.jobs.liveness.file_lock import locked
from claude_scope.jobs.sandbox.disk_failures import of_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    Earlier = Callable[[Path], list[Path]]
    """Returns the files in a folder that an earlier run wrote."""

LOCK = ".claude-scope.lock"
PREFIX = ".claude-scope-"
_HIDDEN = re.compile(r"\.claude-scope-\d+")
"""The name of the hidden folder, which ends with the id of the process that made it."""
_NEW, _OLD = "new", "old"


class Staged:
    """Results in a hidden folder. `folder` holds the new ones until `publish` moves them into place."""

    def __init__(self, hidden: Path, out: Path, earlier: Earlier) -> None:
        self.folder = hidden / _NEW
        self.work = hidden
        """The folder for temporary files, which is removed at the end."""
        self._old, self._out, self._earlier = hidden / _OLD, out, earlier
        self._marked = marked_in(out)
        self._replaced: list[Path] | None = None
        self._made: list[Path] = []
        self._moves: list[tuple[Path, Path]] = []

    def publish(self) -> None:
        """Move the results so far into place; the first call moves those of an earlier run away.

        Raises UsageError if a foreign file is in the way.
        """
        earlier = self._earlier(self._out) if self._replaced is None else []
        new = [path for path in sorted(self.folder.rglob("*")) if path.is_file()]
        fresh = {path: self._out / path.relative_to(self.folder) for path in new}
        for target in fresh.values():
            _refuse_conflicts(target, self._out, earlier)
        self._mark({*marked_in(self._out), *earlier, *fresh.values()})
        for path in earlier:
            self._move(path, self._old / path.relative_to(self._out))
        for source, target in fresh.items():
            self._move(source, target)
        self._replaced = (self._replaced or []) + earlier

    def _mark(self, paths: set[Path]) -> None:
        """List the files that the next run may replace if this run is killed."""
        names = [path.relative_to(self._out).as_posix() for path in sorted(paths)]
        (self.work / MARK).write_text("\n".join(names), encoding="utf-8")
        (self.work / MARK).replace(self._out / MARK)

    def _move(self, source: Path, target: Path) -> None:
        self._made += [folder for folder in target.parents if not folder.exists()]
        target.parent.mkdir(parents=True, exist_ok=True)
        source.replace(target)
        self._moves.append((source, target))

    def undo(self) -> None:
        """Move everything back, so that the folder is as it was before the run."""
        for source, target in reversed(self._moves):
            target.replace(source)
        if self._marked:
            self._mark(self._marked)
        else:
            (self._out / MARK).unlink(missing_ok=True)
        _remove(sorted(self._made, reverse=True))

    def finish(self) -> None:
        """Remove the mark, and the empty folders of the earlier run."""
        (self._out / MARK).unlink(missing_ok=True)
        _remove(sorted({path.parent for path in self._replaced or ()} - {self._out}, reverse=True))


@contextmanager
def staging(out: Path, earlier: Earlier) -> Iterator[Staged]:
    """Yield a place for new results, which replace those of an earlier run if the block ends without an error.

    The block may publish some of them earlier. After an error the folder is as it was before, and folders that were
    created for `out` are removed.

    Raises:
        UsageError: `out` is a file or cannot be written, another run is writing to it, or a foreign file conflicts.
        DiskFailed: the disk of `out` is full, or cannot be written to.
    """
    made: list[Path] = []
    try:
        with ExitStack() as stack:
            try:
                _refuse_file(out)
                made += [folder for folder in (out, *out.parents) if not folder.exists()]
                out.mkdir(parents=True, exist_ok=True)
                if not stack.enter_context(locked(out / LOCK)):
                    raise UsageError(f"Another run is writing to {out}; wait for it, or name another --out.")
                earlier(out)
                hidden = stack.enter_context(_hidden(out))
            except OSError as error:
                raise _cannot_write(out, error) from error
            staged = Staged(hidden, out, earlier)
            try:
                yield staged
                staged.publish()
            except BaseException:
                staged.undo()
                raise
            staged.finish()
    except BaseException as error:
        _remove(made)
        if (disk_failed := of_folder(error, out)) is not None:
            raise disk_failed from error
        raise


def check_writable(out: Path) -> None:
    """Raise UsageError if `out` is a file or cannot be written to; nothing is left there."""
    made: list[Path] = []
    try:
        _refuse_file(out)
        made += [folder for folder in (out, *out.parents) if not folder.exists()]
        out.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(prefix=PREFIX, dir=out):
            pass
    except OSError as error:
        raise _cannot_write(out, error) from error
    finally:
        _remove(made)


def _refuse_file(out: Path) -> None:
    """Raise UsageError if `out` is a file."""
    if out.exists() and not out.is_dir():
        raise UsageError(f"--out {out} is a file; name a folder, which is made if it is missing.")


def _cannot_write(out: Path, error: OSError) -> UsageError:
    return UsageError(f"Cannot write to {out}: {error.strerror}; name another folder with --out.")


@contextmanager
def _hidden(out: Path) -> Iterator[Path]:
    """Create the hidden folder, and remove it at the end; hidden folders of killed runs are removed first."""
    for left in list(out.iterdir()):
        if _HIDDEN.fullmatch(left.name):
            shutil.rmtree(left, ignore_errors=True)
    folder = out / f"{PREFIX}{os.getpid()}"
    try:
        (folder / _NEW).mkdir(parents=True)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _refuse_conflicts(target: Path, out: Path, earlier: Collection[Path]) -> None:
    folders = [out / folder for folder in target.relative_to(out).parents]
    taken = [target] if os.path.lexists(target) and target not in earlier else []
    taken += [folder for folder in folders if folder.exists() and not folder.is_dir()]
    if taken:
        raise UsageError(f"{taken[0]} is in the way, and claude-scope did not write it; name another --out.")


def _remove(folders: Iterable[Path]) -> None:
    """Remove empty folders."""
    for folder in folders:
        with suppress(OSError):  # another program has added files meanwhile
            folder.rmdir()
