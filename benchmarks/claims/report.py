"""Prints the tables, and writes a page with the worst examples of the tuned half as pictures.

The recordings of the other half must not be looked at, so that no rule is fitted to them.
"""

from __future__ import annotations

import html
import random
from typing import TYPE_CHECKING

from PIL import Image
from rich.console import Console
from rich.table import Table

from benchmarks.claims.figures import (
    LEFT_OUT,
    MODEL_BARS,
    SOURCES,
    Counts,
    bars,
    causes,
    counted,
    grouped,
    reliability,
    said,
    said_by,
)
from benchmarks.claims.verdicts import FALSE, IMPRECISE, TRUE, UNKNOWN

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Sequence
    from pathlib import Path

    from benchmarks.claims.figures import Judged, Scored

HALVES = ("tuned", "scored")
_AROUND_PX = 90
_WIDEST = 900
_SEED = "judged anew"
_STYLE = (
    "body{font:14px sans-serif;margin:2em;max-width:1900px}figure{display:inline-block;margin:0 1em 0 0}"
    "img{max-width:880px;border:1px solid #999}.false{color:#a00}.imprecise{color:#a60}.true{color:#060}"
    "h3{margin:1.5em 0 .2em}code{background:#eee}"
)


def show(scored: Sequence[Scored]) -> bool:
    """Print everything; returns whether all requirements are met on the scored half, or on what there is."""
    console = Console(width=170)
    halves = [half for half in HALVES if any(recording.half == half for recording in scored)]
    parts = {half: [recording for recording in scored if recording.half == half] for half in halves}
    if len(parts) > 1:
        parts["both"] = list(scored)
    console.print(_bars(parts))
    for half, part in parts.items():
        if half == "both":
            continue
        claims = said(part)
        console.print(
            _table(
                f"{half}: by kind", "kind", grouped(claims, lambda claim: f"{claim.claim.kind} {claim.claim.property}")
            )
        )
        console.print(_apps(half, part))
        console.print(_causes(half, claims))
        console.print(_told(half, part))
    if tuned := parts.get("tuned"):
        console.print(_reliability(tuned))
    last = parts.get("scored") or parts.get("tuned") or []
    return all(bar.holds for bar in bars(last))


def show_beside(without: Sequence[Scored], with_model: Sequence[Scored], kind: str) -> bool:
    """Print the figures of the same recordings with and without a model; returns whether the requirements are met."""
    console = Console(width=170)
    rows = list(zip(bars(without), bars(with_model, MODEL_BARS[kind]), strict=True))
    table = Table(title=f"{len(without)} recordings, without a model and with one ({kind})", title_justify="left")
    for name in ("", "without", "with", "bar", ""):
        table.add_column(name, justify="right" if name else "left")
    for source in ("", *SOURCES):
        counts = [counted(said_by(part, source) if source else said(part)) for part in (without, with_model)]
        words = [f"{count.total} + {count.unknown} not to be known" for count in counts]
        table.add_row(f"claims {source}".strip(), *words, "", "")
    for word in (TRUE, IMPRECISE, FALSE):
        shares = [
            _percent(counted(said_by(part, source)).share(word)) for source in SOURCES for part in (without, with_model)
        ]
        table.add_row(f"of the pixels' own: {word}", shares[0], shares[1], "", "")
        table.add_row(f"confirmed and the model's: {word}", "", f"{shares[3]}, {shares[5]}", "", "")
    for before, now in rows:
        if now.name in LEFT_OUT:
            continue
        limit = f"{'<=' if now.is_most else '>='} {now.needed:.0%}" if 0 < now.needed < 1 else ""
        table.add_row(now.name, _percent(before.value), _percent(now.value), limit, "yes" if now.holds else "NO")
    console.print(table)
    for part in (without, with_model):
        by = grouped(
            said(part), lambda judgement: f"{judgement.claim.source} {judgement.claim.kind} {judgement.claim.property}"
        )
        console.print(_table("without" if part is without else "with", "kind", by))
        console.print(_told("without" if part is without else "with", part))
    console.print(_apps("with", with_model))
    console.print(_causes("with", said(with_model)))
    return all(now.holds for _, now in rows if now.name not in LEFT_OUT)


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share:.1%}"


def _bars(parts: dict[str, list[Scored]]) -> Table:
    title = ", ".join(
        f"{half}: {len(part)} recordings, {counted(said(part)).total} claims" for half, part in parts.items()
    )
    table = Table(title=title, title_justify="left")
    table.add_column("")
    table.add_column("bar", justify="right")
    columns = [bars(part) for part in parts.values()]
    for half in parts:
        table.add_column(half, justify="right")
        table.add_column("")
    for row in zip(*columns, strict=True):
        first = row[0]
        is_share = "MB" not in first.name
        limit = f"{'<=' if first.is_most else '>='} {first.needed:.0%}" if is_share else f"<= {first.needed:g}"
        cells = []
        for bar in row:
            value = _percent(bar.value) if is_share else f"{bar.value:.2f}"
            cells += [value, "yes" if bar.holds else "NO"]
        table.add_row(
            first.name,
            limit if first.needed not in (0.0, 1.0) or not is_share or first.name == "analyses in time" else "",
            *cells,
        )
    return table


def _table(title: str, head: str, groups: dict[str, Counts]) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column(head)
    for name in ("claims", "true", "imprecise", "false", "unknown"):
        table.add_column(name, justify="right")
    for name, group in groups.items():
        shares = (_percent(group.share(word)) for word in (TRUE, IMPRECISE, FALSE))
        table.add_row(name, str(group.total), *shares, str(group.unknown))
    return table


def _apps(half: str, part: Sequence[Scored]) -> Table:
    table = Table(title=f"{half}: by recording", title_justify="left")
    table.add_column("recording")
    heads = (
        "codec",
        "claims",
        "true",
        "imprecise",
        "false",
        "unknown",
        "told",
        "in rows",
        "acts",
        "named",
        "wrong",
        "s",
        "allowed s",
    )
    for name in heads:
        table.add_column(name, justify="right")
    for recording in part:
        counts = counted(said([recording]))
        table.add_row(
            recording.name,
            recording.codec,
            str(counts.total),
            *(_percent(counts.share(word)) for word in (TRUE, IMPRECISE, FALSE)),
            str(counts.unknown),
            str(len(recording.told)),
            str(sum(told.is_in_rows for told in recording.told)),
            str(recording.acts),
            str(recording.acts_named),
            "right" if recording.is_wrong_right else "NO",
            f"{recording.seconds:.1f}",
            f"{10 + 0.3 * recording.length_s:.1f}",
        )
    return table


def _causes(half: str, claims: Sequence[Judged]) -> Table:
    table = Table(title=f"{half}: causes", title_justify="left")
    for name in ("verdict", "cause", "claims", "of all"):
        table.add_column(name, justify="right" if name in ("claims", "of all") else "left")
    found: Counter[tuple[str, str]] = causes(claims)
    total = counted(claims).total
    order = (FALSE, IMPRECISE, UNKNOWN)
    for (word, cause), number in sorted(found.items(), key=lambda pair: (order.index(pair[0][0]), -pair[1])):
        table.add_row(word, cause, str(number), _percent(number / total if total else None))
    return table


def _told(half: str, part: Sequence[Scored]) -> Table:
    table = Table(title=f"{half}: changes that a person would tell", title_justify="left")
    for name in ("kind", "changes", "in the rows", "share", "else"):
        table.add_column(name, justify="left" if name in ("kind", "else") else "right")
    told = [item for each in part for item in each.told]
    for kind in sorted({item.kind for item in told}):
        own = [item for item in told if item.kind == kind]
        inside = sum(change.is_in_rows for change in own)
        missed = [change.why_not for change in own if change.why_not]
        why = ", ".join(f"{missed.count(item)} {item}" for item in sorted(set(missed)))
        table.add_row(kind, str(len(own)), str(inside), _percent(inside / len(own)), why)
    return table


def _reliability(part: Sequence[Scored]) -> Table:
    table = Table(title="tuned: how many claims of each score are true", title_justify="left")
    table.add_column("kind")
    for name in ("from", "to", "claims", "said", "true", "false"):
        table.add_column(name, justify="right")
    claims = [claim for each in part for claim in each.claims]
    for kind in ("all", *sorted({claim.claim.kind for claim in claims})):
        own = [claim for claim in claims if kind in ("all", claim.claim.kind)]
        for item in reliability(own):
            table.add_row(
                kind,
                f"{item.low:.2f}",
                f"{item.high:.2f}",
                str(item.count),
                *map(_percent, (item.said, item.true, item.false)),
            )
    return table


def write_page(scored: Sequence[Scored], out: Path, folder: Path, most: int) -> Path:
    """A page with the worst examples of the tuned half, as pictures before and after; `out` has the analyses."""
    folder.mkdir(parents=True, exist_ok=True)
    parts = [f"<!doctype html><meta charset=utf-8><title>Claims</title><style>{_STYLE}</style><h1>Worst claims</h1>"]
    tuned = [recording for recording in scored if recording.half == "tuned"]
    examples = [
        (each, claim)
        for each in tuned
        for claim in each.claims
        if claim.claim.is_said and claim.verdict.word in (FALSE, IMPRECISE)
    ]
    examples.sort(key=lambda example: (example[1].verdict.word != FALSE, -example[1].claim.score))
    for number, (each, item) in enumerate(_spread(examples)[:most]):
        parts.append(_example(each, item, out, folder, f"{number:03d}"))
    parts.append("<h1>Changes that no row tells</h1><ul>")
    for each in tuned:
        for told in each.told:
            if not told.is_in_rows:
                texts = " / ".join(html.escape(text[:120]) for text in told.texts)
                parts.append(f"<li>{each.name} {told.since_ms / 1000:.1f} s: {told.kind}: {texts} ({told.why_not})")
    page = folder / "index.html"
    page.write_text("\n".join(parts) + "</ul>\n")
    return page


def write_lot(scored: Sequence[Scored], out: Path, folder: Path, number: int) -> Path:
    """A page with random judgements, for a person to check."""
    folder.mkdir(parents=True, exist_ok=True)
    judged = [(each, claim) for each in scored for claim in each.claims if claim.claim.is_said]
    known = [(each, judgement) for each, judgement in judged if judgement.verdict.word != UNKNOWN]
    drawn = random.Random(_SEED).sample(known, min(number, len(known)))
    parts = [
        f"<!doctype html><meta charset=utf-8><title>By lot</title><style>{_STYLE}</style><h1>Judgements by lot</h1>"
    ]
    parts += [_example(each, item, out, folder, f"lot-{at:03d}") for at, (each, item) in enumerate(drawn)]
    page = folder / "lot.html"
    page.write_text("\n".join(parts))
    return page


def _spread(examples: list[tuple[Scored, Judged]]) -> list[tuple[Scored, Judged]]:
    """The examples, ordered so that each cause and recording occurs early."""
    seen: dict[tuple[str, str], int] = {}
    ranked = []
    for at, (each, judgement) in enumerate(examples):
        mark = (each.name, judgement.verdict.cause)
        seen[mark] = seen.get(mark, 0) + 1
        ranked.append((judgement.verdict.word != FALSE, seen[mark], at))
    return [examples[at] for *_, at in sorted(ranked)]


def _example(each: Scored, one: Judged, out: Path, folder: Path, number: str) -> str:
    claim, verdict = one.claim, one.verdict
    told, reason = html.escape(claim.text[:300]), html.escape(verdict.reason[:300])
    words = (
        f"<h3>{number} {each.name}, state {claim.state} ({claim.time_ms / 1000:.1f} s): "
        f"<span class={verdict.word}>{verdict.word}: {html.escape(verdict.cause)}</span></h3>"
        f"<p><code>{told}</code> score {claim.score:.2f}<br>{reason}</p>"
    )
    pictures = []
    frames = _frames(out / each.name)
    for word, state in (("before", claim.state - 1), ("after", claim.state)):
        if 1 <= state <= len(frames):
            name = f"{number}-{word}.png"
            _crop(frames[state - 1], claim.box, folder / name)
            pictures.append(f"<figure><img src={name} loading=lazy><figcaption>{word}</figcaption></figure>")
    return words + "".join(pictures)


def _frames(analysis: Path) -> list[Path]:
    from benchmarks.claims.claims_of import read_analysis

    return [analysis / file for file in read_analysis(analysis).files]


def _crop(picture: Path, box: tuple[float, float, float, float] | None, to: Path) -> None:
    with Image.open(picture) as image:
        whole = image.convert("RGB")
        if box is not None:
            left, top = max(0, box[0] - 3 * _AROUND_PX), max(0, box[1] - _AROUND_PX)
            right = min(whole.width, box[0] + box[2] + 3 * _AROUND_PX)
            bottom = min(whole.height, box[1] + box[3] + _AROUND_PX)
            mark = [round(item) for item in (box[0] - 3, box[1] - 3, box[0] + box[2] + 3, box[1] + box[3] + 3)]
            from PIL import ImageDraw

            ImageDraw.Draw(whole).rectangle(mark, outline=(230, 0, 120), width=2)
            whole = whole.crop((round(left), round(top), round(max(right, left + 1)), round(max(bottom, top + 1))))
        if whole.width > _WIDEST:
            whole = whole.resize((_WIDEST, max(1, whole.height * _WIDEST // whole.width)))
        whole.save(to)
