"""The record of what a sheet holds apart from values: hidden rows and columns, failed formulas, its size."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Extent:
    """Hidden places, cells of failed formulas, and how far the cells reach; rows and columns are 0-based."""

    rows: set[int] = field(default_factory=set)  # hidden ones
    columns: set[int] = field(default_factory=set)  # hidden ones
    errors: dict[tuple[int, int], str] = field(default_factory=dict)  # "#N/A" and the like, which calamine drops
    far: tuple[int, int] | None = None  # last row and last column that hold anything, where that may be very far
