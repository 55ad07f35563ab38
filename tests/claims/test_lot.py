"""The random recording settings of a flow are derived from its name."""

from __future__ import annotations

from benchmarks.claims.lot import BITS_PER_SECOND, CODECS, SIZES, drawn
from benchmarks.claims.record import all_apps
from benchmarks.claims.recordings import name_of

NAMES = [name_of(app.name, flow.name) for app in all_apps() for flow in app.flows]


def test_lot_is_drawn_by_name() -> None:
    """The same name gives the same settings, and every setting occurs."""
    lots = [drawn(name) for name in NAMES]
    assert lots == [drawn(name) for name in NAMES]
    assert {lot.codec for lot in lots} == set(CODECS)
    assert {lot.size for lot in lots} == set(SIZES)
    assert {lot.bits_per_second for lot in lots} == set(BITS_PER_SECOND)
    assert all(lot.suffix == (".mp4" if lot.codec == "h264" else ".webm") for lot in lots)


def test_applications() -> None:
    """At least 24, about half of them tuned; the second of each application's two flows goes wrong;
    none is reserved.
    """
    apps = all_apps()
    tuned = sum(app.half == "tuned" for app in apps)
    assert len(apps) >= 24
    assert abs(2 * tuned - len(apps)) <= 2
    assert all(not app.flows[0].goes_wrong and app.flows[1].goes_wrong for app in apps)
    assert len(set(NAMES)) == len(NAMES)
