"""Timing that a noisy machine does not spoil: the things compared take turns, and the median counts."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """A line of the table. `met` is None where there is no target, or nothing to compare with."""

    what: str
    measured: str
    met: bool | None

    @property
    def verdict(self) -> str:
        return {True: "met", False: "MISSED", None: "–"}[self.met]


def seconds(*contenders: Callable[[], object], rounds: int = 7) -> list[float]:
    """Median seconds of each contender; every round runs each of them once, after one unmeasured round."""
    times: list[list[float]] = [[] for _ in contenders]
    for number in range(rounds + 1):
        for contender, taken in zip(contenders, times, strict=True):
            start = time.perf_counter()
            contender()
            if number:
                taken.append(time.perf_counter() - start)
    return [statistics.median(taken) for taken in times]


def ms(value: float) -> str:
    return f"{value * 1000:.1f} ms"
