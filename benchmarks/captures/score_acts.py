"""Scores acts: what the driver did against what the capture recorded, and the locators of their targets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.captures.scores import Miss, Score

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.captures.rebuilt import Checked
    from benchmarks.captures.truth import DoneAct
    from claude_scope.values import Act

MOST_MS = 60.0
_NEAR_MS = 1_500.0
_SAME_KIND, _OTHER_KIND = 2.0, 0.9

Pair = tuple["DoneAct | None", "Act | None"]


def aligned(done: Sequence[DoneAct], acts: Sequence[Act], offset_ms: float) -> list[Pair]:
    """Pairs in order, with None where one side lacks an act: the alignment with the most pairs of
    equal kind and time.
    """

    def gain(one: DoneAct, act: Act) -> float:
        off = abs(act.time_ms + offset_ms - one.sent_ms)
        if off > _NEAR_MS:
            return -1.0
        return (_SAME_KIND if act.kind == one.act else _OTHER_KIND) - off / (10 * _NEAR_MS)

    best = [[0.0] * (len(acts) + 1) for _ in range(len(done) + 1)]
    for i in reversed(range(len(done))):
        for j in reversed(range(len(acts))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + gain(done[i], acts[j]))
    pairs: list[Pair] = []
    i = j = 0
    while i < len(done) or j < len(acts):
        if i < len(done) and j < len(acts) and best[i][j] == best[i + 1][j + 1] + gain(done[i], acts[j]):
            pairs.append((done[i], acts[j]))
            i, j = i + 1, j + 1
        elif j == len(acts) or (i < len(done) and best[i][j] == best[i + 1][j]):
            pairs.append((done[i], None))
            i += 1
        else:
            pairs.append((None, acts[j]))
            j += 1
    return pairs


def score_acts(
    flow: str, pairs: Sequence[Pair], checked: Sequence[Checked], offset_ms: float
) -> tuple[list[Score], list[float]]:
    """The scores, and the error of each time in milliseconds; `checked` belong to the complete pairs."""
    there, named, times, unique = (
        Score("acts: all, in order, right kind, target and value", 1.0),
        Score("acts: role and name of the target", 1.0),
        Score("acts: time within 60 ms", 1.0),
        Score("acts: locators unique and right", 0.98),
    )
    off: list[float] = []
    checks = iter(checked)
    for done, act in pairs:
        if done is None or act is None:
            expected, got = (_told(done) if done else ""), (_of_capture(act) if act else "")
            there.one(False, Miss(flow, "missing" if done else "nobody did it", expected, got))
            continue
        check = next(checks)
        where, expected, got = f"at {act.time_ms / 1000:.1f} s", _told(done), _of_capture(act)
        wrong = _wrong(done, act, check)
        there.one(not wrong, Miss(flow, f"{where}: {wrong}", expected, got))
        called = (act.target.role, " ".join(act.target.name.split()))
        same = (not done.role or called[0] == done.role) and (not done.name or called[1] == done.name)
        named.one(same, Miss(flow, where, f"{done.role} {done.name!r}", f"{called[0]} {called[1]!r}"))
        epoch = act.time_ms + offset_ms
        late = max(done.sent_ms - epoch, epoch - done.acked_ms, 0.0)
        off.append(late)
        times.one(late <= MOST_MS, Miss(flow, where, expected, f"{late:.0f} ms off"))
        is_unique = check.count == 1 and check.is_right
        reason = check.problem or f"matches {check.count}, the first is{' not' * (not check.is_right)} the target"
        unique.one(is_unique, Miss(flow, where, expected, f"{act.target.locator}: {reason}"))
    return [there, named, times, unique], off


def _wrong(done: DoneAct, act: Act, check: Checked) -> str:
    """What is wrong about the kind, target or value of an act; "" if nothing is."""
    found = []
    if act.kind != done.act:
        found.append("kind")
    if act.target.node != check.target or check.target < 0:
        found.append(f"target (n{act.target.node}, not n{check.target}{': ' * bool(check.problem)}{check.problem})")
    if done.to_path and (act.to is None or act.to.node != check.to):
        found.append(f"end (n{act.to.node if act.to else 0}, not n{check.to})")
    if done.value and " ".join(act.value.split()) != " ".join(done.value.split()):
        found.append("value")
    if done.key != act.key:
        found.append("key")
    return ", ".join(found)


def _told(done: DoneAct) -> str:
    return f"{done.act} {done.role} {done.name!r} {done.value or done.key}".strip()


def _of_capture(act: Act) -> str:
    return f"{act.kind} {act.target.role or act.target.tag} {act.target.name!r} {act.value or act.key}".strip()
