"""Counts right results, and collects each miss with its flow, place and reason."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Miss:
    """One miss: where (a moment, an act), what was expected, what was found."""

    flow: str
    where: str
    expected: str
    got: str


@dataclass
class Score:
    """One figure; `needed` is the required share."""

    name: str
    needed: float
    right: int = 0
    total: int = 0
    misses: list[Miss] = field(default_factory=list)

    @property
    def share(self) -> float:
        return self.right / self.total if self.total else 1.0

    @property
    def holds(self) -> bool:
        return self.share >= self.needed

    def add(self, right: int, total: int) -> None:
        self.right += right
        self.total += total

    def one(self, holds: bool, miss: Miss) -> None:
        """Count one result, with its miss if it is wrong."""
        self.add(int(holds), 1)
        if not holds:
            self.misses.append(miss)

    def __iadd__(self, other: Score) -> Score:
        self.add(other.right, other.total)
        self.misses += other.misses
        return self
