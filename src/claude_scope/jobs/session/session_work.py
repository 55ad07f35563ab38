"""Works on one session, from its stored video to its stored result, in durable steps."""

from __future__ import annotations

import asyncio
import logging
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from claude_scope.errors import BadInput, ClaudeScopeError, Conflict, LaneError, StoreUnavailable
from claude_scope.jobs import control
from claude_scope.jobs.liveness.fencing import ClaimLost, FencedWrites
from claude_scope.jobs.liveness.outage import retry_outages
from claude_scope.jobs.sandbox.disk_failures import disk_error, disk_failed
from claude_scope.jobs.sandbox.isolated_stations import IsolatedStations
from claude_scope.jobs.sandbox.pool import hide_paths
from claude_scope.jobs.sandbox.recording_length import MAX_MINUTES
from claude_scope.jobs.session.encrypted_steps import EncryptedSteps
from claude_scope.jobs.session.kept_answers import KeptAnswers
from claude_scope.jobs.session.persist import frames_of, pictures_of, result_of, thumbnails_by_frame
from claude_scope.jobs.session.previews import Previews
from claude_scope.jobs.session.status import Status
from claude_scope.jobs.session.step_results import StepStore
from claude_scope.jobs.session.upload_texts import as_written, is_own_title
from claude_scope.pipeline import Parts, Request, analyse
from claude_scope.prompt.default_title import default_title
from claude_scope.redaction.redact import redact_text
from claude_scope.store import ids
from claude_scope.store.encryption.data_keys import DataKey
from claude_scope.store.queries import files, garbage_collection
from claude_scope.store.queries import work as rows
from claude_scope.values import CAPTURE_TYPE, Keyframes, PairAnswer, WholeAnswer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
    from pathlib import Path

    from sqlalchemy.orm import Session as Tx

    from claude_scope.hosted.calls.asker import Asker
    from claude_scope.jobs.hosted_models import Askers
    from claude_scope.jobs.sandbox.pool import SandboxPool
    from claude_scope.jobs.sandbox.sandbox import Sandbox
    from claude_scope.jobs.session.steps import Steps
    from claude_scope.pipeline import Inspect
    from claude_scope.store.assets.files import Files
    from claude_scope.store.database import Database
    from claude_scope.store.encryption.secret_keys import Secrets
    from claude_scope.store.queries.files import StoredFile
    from claude_scope.store.queries.work import Job
    from claude_scope.values import Analysis

P = ParamSpec("P")
T = TypeVar("T")

log = logging.getLogger(__name__)

OTHER_KEYS = (
    "The work on this session was begun with a secret key that is gone, and so is its video; record the tab again."
)
NO_KEYS = "The worker cannot read its secret keys at the moment; ask the operator of this server, then try again."
REPEATED = frozenset({"capture", "rebuild"})
"""Stations that a resuming worker runs again: this takes seconds; storing results would take megabytes of trees."""
WRITE_EVERY_S = 0.5
"""Minimum interval between two writes of the status."""
UNEXPECTED = (
    "Something unexpected went wrong while the recording was analysed ({}); try again, and report it if it stays."
)


class SessionWork:
    """Works on sessions for one worker."""

    def __init__(
        self,
        database: Database,
        files: Files,
        secrets: Secrets,
        sandboxes: SandboxPool,
        inspect: Inspect,
        *,
        max_frames: int = 20,
        askers: Askers | None = None,
    ) -> None:
        """Without `askers` no model is asked."""
        self._database = database
        self._files = files
        self._secrets = secrets
        self._sandboxes = sandboxes
        self._inspect = inspect
        self._max_frames = max_frames
        self._askers = askers

    async def __call__(self, session_id: str, attempt: int, steps: Steps) -> None:
        """Work on an attempt of a session until it is complete or has failed.

        When cancelled, stop at once and leave the session unchanged.
        """
        write = FencedWrites(self._database, session_id, attempt, steps.holds)
        try:
            taken = await self._take_up(write, session_id, attempt)
            if taken is not None:
                await self._work_on(*taken, write, steps)
        except ClaimLost:
            log.info("session %s is not wanted any more, or another worker has it", session_id)
        await self.tidy(session_id)

    async def _take_up(self, write: FencedWrites, session_id: str, attempt: int) -> tuple[Job, DataKey] | None:
        """Return the session and its key; if the key cannot be opened, restart or fail the session and return None."""
        try:
            new_key = await asyncio.to_thread(DataKey.generate, self._secrets)
            job = await write(rows.take_up, new_key)
            return job, await asyncio.to_thread(DataKey.open, job.work_key, self._secrets, session_id)
        except Conflict:
            log.warning("session %s was begun with another secret key; starting it again", session_id)
            await self._tx(control.restart, session_id, attempt, OTHER_KEYS)
        except StoreUnavailable:
            raise
        except ClaudeScopeError as error:
            log.warning("session %s cannot be worked on: %s", session_id, error)
            await self._tx(control.fail_attempt, session_id, attempt, NO_KEYS)
        return None

    async def _work_on(self, job: Job, key: DataKey, write: FencedWrites, steps: Steps) -> None:
        """Run in a sandbox. Only we can read its folder of unencrypted frames, which is removed at the end."""
        async with self._sandboxes.sandbox() as sandbox:
            step_store = StepStore(self._files, job, sandbox.folder, key, self._secrets)
            await self._run(job, write, step_store, sandbox, Status(job.processing), EncryptedSteps(steps, key))

    async def tidy(self, session_id: str) -> None:
        """Delete the files that an ended session must not keep."""
        await self._files.remove(await self._tx(garbage_collection.mark_unneeded, session_id))

    async def _run(
        self, job: Job, write: FencedWrites, step_store: StepStore, sandbox: Sandbox, status: Status, steps: Steps
    ) -> None:
        try:
            answers = KeptAnswers(job, self._secrets, write)
            async with _reported(write, status) as changed, self._model(job, steps, answers) as asker:
                await self._analyse(job, write, step_store, sandbox, status, steps, changed, asker, answers)
            # The status writer must have ended by now: it would mistake a completed session for a lost claim.
            await self._complete(job, write, status)
        except ClaudeScopeError as error:
            message = str(hide_paths(error, step_store.video))
            await self._fail(job, write, status, message, error, final=isinstance(error, BadInput))
        except ClaimLost:
            raise
        except Exception as error:
            log.exception("session %s failed", job.id)
            disk = disk_error(error)
            told = str(disk_failed(disk)) if disk else UNEXPECTED.format(type(error).__name__)
            await self._fail(job, write, status, told, error, final=False)

    @asynccontextmanager
    async def _model(self, job: Job, steps: Steps, answers: KeptAnswers) -> AsyncIterator[Asker | None]:
        """The model that the account had chosen when the session began, even after another worker took over."""
        askers = self._askers
        chosen = None if askers is None else await steps("choose", lambda: askers.choose(job.user_id))
        if askers is None or chosen is None:
            yield None
            return
        async with askers.open(job.user_id, chosen, await answers.load()) as asker:
            yield asker

    async def _analyse(
        self,
        job: Job,
        write: FencedWrites,
        step_store: StepStore,
        sandbox: Sandbox,
        status: Status,
        steps: Steps,
        changed: Callable[[], None],
        asker: Asker | None,
        answers: KeptAnswers,
    ) -> None:
        def progress(step: str, done: float, total: float | None) -> None:
            status.progress(step, done, total)
            changed()

        minutes = job.options.get("max_recording_length", MAX_MINUTES)

        def show(previews: Sequence[tuple[int, str]]) -> None:
            if status.shows_fewer_than(len(previews)):  # an earlier worker may have shown more
                status.show(previews)
                changed()

        stations = IsolatedStations(sandbox, minutes, Previews(step_store.store_picture, show))
        asked = await asyncio.to_thread(as_written, job, self._secrets)
        title = asked.title if is_own_title(job) else default_title("")
        request = Request(
            step_store.video,
            asked.seed_url,
            step_store.folder,
            title,
            asked.notes,
            max_frames=self._max_frames,
            is_capture=job.mime_type == CAPTURE_TYPE,
        )
        parts = Parts(stations, self._inspect, progress, asker)

        async def ended(result: object, is_fresh: bool) -> None:
            if asker is None or not isinstance(result, (PairAnswer, WholeAnswer)):
                return
            if is_fresh:
                await answers.add(asker.answers)
            else:
                asker.ledger.recall(result.usage)

        run = StoringRunner(steps, step_store, status, changed, ended)
        try:
            analysis = await analyse(request, parts, run)
            thumbnails = await run("thumbnails", stations.thumbnails, analysis.keyframes)
            report_lanes(status, analysis)
            status.start("persist")
            await steps("persist", lambda: _persist(job, write, step_store, status, analysis, thumbnails))
        finally:
            await sandbox.close()

    async def _complete(self, job: Job, write: FencedWrites, status: Status) -> None:
        """Delete the video and the pictures of steps, then mark the session as complete."""
        await self._delete_files(job, write, ("video", "step"))
        status.complete()
        await write(rows.complete, status.dump(), ids.ms_since(job.started_at))

    async def _fail(
        self, job: Job, write: FencedWrites, status: Status, message: str, error: Exception, *, final: bool
    ) -> None:
        """Store the error; a session that can be retried keeps its video."""
        message, _ = redact_text(message)
        status.fail(message, error, final=final)
        await write(partial(rows.fail, failed_lane=status.failed_lane), message, status.dump())
        await self._delete_files(job, write, () if final else garbage_collection.ATTEMPT_KINDS)

    async def _delete_files(self, job: Job, write: FencedWrites, kinds: tuple[str, ...]) -> None:
        """Delete files of a session; `kinds` empty means all. Retries while the asset store does not answer.

        The rows are marked only once: a second query would find none. If the outage outlasts `retry_outages`, the sweep
        deletes the files later, so that the stored result is not lost.
        """
        marked = await write(_mark_for_deletion, kinds)
        try:
            await retry_outages(lambda: self._files.remove(marked))
        except StoreUnavailable as error:
            log.warning("session %s: some of its files are deleted later: %s", job.id, error)

    async def _tx(self, query: Callable[..., T], *args: Any) -> T:
        """Run a query in its own transaction, in a thread, and retry it while the database does not answer."""

        def run() -> T:
            with self._database.transaction() as tx:
                return query(tx, *args)

        return await retry_outages(lambda: asyncio.to_thread(run))


async def _persist(
    job: Job,
    write: FencedWrites,
    step_store: StepStore,
    status: Status,
    analysis: Analysis,
    thumbnails: tuple[Path, ...],
) -> bool:
    by_frame = thumbnails_by_frame(analysis, thumbnails)
    stored = await retry_outages(lambda: step_store.store_final(pictures_of(analysis, by_frame)))
    result = await asyncio.to_thread(result_of, analysis, job, stored.__getitem__)
    frames = await asyncio.to_thread(frames_of, analysis, stored.__getitem__, by_frame)
    return await write(rows.put_result, result, frames, status.dump())


def _mark_for_deletion(tx: Tx, session_id: str, attempt: int, kinds: tuple[str, ...]) -> list[StoredFile]:
    return files.mark_for_deletion(tx, session_id, kinds)


@asynccontextmanager
async def _reported(write: FencedWrites, status: Status) -> AsyncIterator[Callable[[], None]]:
    """Write the status in the background when it changes, and stop the work when the claim is lost."""
    changed = asyncio.Event()
    work = asyncio.current_task()
    unwanted = False

    async def write_changes() -> None:
        nonlocal unwanted
        while True:
            await changed.wait()
            changed.clear()
            try:
                await write(rows.save_processing, status.dump())
            except ClaimLost:
                unwanted = True
                if work is not None:
                    work.cancel()
                return
            await asyncio.sleep(WRITE_EVERY_S)

    writer = asyncio.create_task(write_changes())
    try:
        yield changed.set
    except asyncio.CancelledError:
        if unwanted and work is not None and work.uncancel() == 0:
            raise ClaimLost from None
        raise
    finally:
        writer.cancel()
        with suppress(asyncio.CancelledError):
            await writer


class StoringRunner:
    """The runner for `pipeline.analyse`: stores the result of each step and reports its progress."""

    def __init__(
        self,
        steps: Steps,
        step_store: StepStore,
        status: Status,
        changed: Callable[[], None],
        ended: Callable[[object, bool], Awaitable[None]],
    ) -> None:
        """`ended` is called with each result and a flag: whether the result is fresh, not that of an earlier run."""
        self._steps = steps
        self._keeper = step_store
        self._status = status
        self._changed = changed
        self._ended = ended

    async def __call__(self, step: str, work: Callable[P, Awaitable[T]], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """See pipeline.Runner."""
        station = step.partition(" ")[0]
        self._status.start(station)
        self._changed()
        fresh: list[T] = []

        async def done() -> T:
            if station in ("probe", "keyframes", "capture"):
                await retry_outages(self._keeper.fetch_video)
            fresh.append(await work(*args, **kwargs))
            return fresh[0]

        async def kept() -> Any:
            await done()
            return await retry_outages(lambda: self._keeper.store(fresh[0]))

        try:
            if station in REPEATED:
                await done()
            else:
                data = await self._steps(step, kept)
            result: T = fresh[0] if fresh else await retry_outages(lambda: self._keeper.load(step, data))
        except Exception as error:
            self._status.blame(station, error)
            if station == "inspect" and isinstance(error, LaneError):
                self._status.end_lane("playwrightLane", error=redact_text(str(error))[0])
                self._changed()
            raise
        await self._ended(result, bool(fresh))
        if station == "keyframes" and isinstance(result, Keyframes):
            self._status.show((frame.timestamp_ms, self._keeper.id_of(frame.path)) for frame in result.frames)
            self._status.end_lane("frameExtraction", detail=_found(len(result.frames)))
        self._status.finish(station)
        self._changed()
        return result


def report_lanes(status: Status, analysis: Analysis) -> None:
    """Write the results of both lanes into the status."""
    for lane, name in zip(analysis.lanes, ("visionLane", "playwrightLane"), strict=True):
        status.end_lane(name, detail=lane.detail, error=lane.error)


def _found(frames: int) -> str:
    return f"{frames} keyframe{'' if frames == 1 else 's'} found"
