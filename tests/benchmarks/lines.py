"""A line of the table of speed: what we take beside what its floor takes, measured in turn in one run."""

import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

HEAD = "| work | ours | floor | ratio | goal | ratio of processor time |\n|---|---|---|---|---|---|"


@dataclass(frozen=True)
class Line:
    """One figure of ours and of its floor, both in `unit`."""

    name: str
    ours: float
    floor: float
    goal: float | None  # the most that the ratio may be; None: a figure beside another
    unit: str = "ms"
    processor: float | None = None  # the same ratio in processor time, which other programs of the machine do not alter
    people: int = 0  # how many people the store had; 0: it does not matter

    @property
    def title(self) -> str:
        """The name with the number of people."""
        return f"{self.name}, {self.people:,}" if self.people else self.name

    @property
    def ratio(self) -> float:
        """Ours in floors."""
        return self.ours / self.floor

    def markdown(self) -> str:
        """A row under `HEAD`; a ratio over its goal stands out."""
        ratio = f"{self.ratio:.2f}"
        is_over = self.goal is not None and self.ratio > self.goal
        goal = "" if self.goal is None else f"≤ {self.goal:g}"
        processor = "" if self.processor is None else f"{self.processor:.2f}"
        ours, floor = (f"{value:.1f} {self.unit}" for value in (self.ours, self.floor))
        return f"| {self.title} | {ours} | {floor} | {f'**{ratio}**' if is_over else ratio} | {goal} | {processor} |"


def in_turn(turns: int, *measures: Callable[[], Any]) -> Iterable[Sequence[Any]]:
    """What each measure answers, all of them in every turn: a machine that grows slower does so for all."""
    return zip(*([measure() for measure in measures] for _ in range(turns)), strict=True)


def median_ms(seconds: Sequence[float]) -> float:
    """Half of them took no longer."""
    return 1000 * statistics.median(seconds)


def most_ms(seconds: Sequence[float]) -> float:
    """Nineteen of twenty took no longer."""
    return 1000 * statistics.quantiles(seconds, n=20)[18]
