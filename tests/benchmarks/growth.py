"""How each cost grows with the number of people: a table and a plot, written for docs/."""

import math
from collections.abc import Iterable, Sequence
from html import escape

from tests.benchmarks.lines import Line

_WIDTH, _HEIGHT, _LEFT, _TOP, _ROW = 960, 560, 90, 20, 15  # points; the names stand to the right
_PLOT_WIDTH, _PLOT_HEIGHT = 520, 490
_COLOURS = (
    "#1b6ca8",
    "#c1440e",
    "#2e8b57",
    "#8e44ad",
    "#b8860b",
    "#00838f",
    "#ad1457",
    "#5d4037",
    "#455a64",
    "#6b8e23",
)


def by_name(lines: Iterable[Line]) -> dict[str, list[Line]]:
    """The lines of each cost, with few people first; those whose stores have no number are left out."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        if line.people:
            found.setdefault(line.name, []).append(line)
    return {name: sorted(own, key=lambda line: line.people) for name, own in found.items()}


def table(lines: Iterable[Line]) -> str:
    """A row a cost: ours and its ratio to the floor for each number of people."""
    found = by_name(lines)
    sizes = sorted({line.people for own in found.values() for line in own})
    rows = ["| work | " + " | ".join(f"{size:,}" for size in sizes) + " | goal |", "|---" * (len(sizes) + 2) + "|"]
    for name, own in found.items():
        of = {line.people: line for line in own}
        cells = [f"{_amount(of[size])} ({of[size].ratio:.2f})" if size in of else "" for size in sizes]
        goal = "" if own[0].goal is None else f"≤ {own[0].goal:g}"
        rows.append(f"| {name} | {' | '.join(cells)} | {goal} |")
    return "\n".join(rows)


def _amount(line: Line) -> str:
    if line.unit != "ms":
        return f"{line.ours:.0f} {line.unit}"
    return f"{line.ours / 1000:.2f} s" if line.ours >= 1000 else f"{line.ours:.1f} ms"


def plot(lines: Iterable[Line]) -> str:
    """An SVG: milliseconds against people, both by powers of ten; ours as a line, the floor dashed."""
    found = {name: own for name, own in by_name(lines).items() if own[0].unit == "ms" and len(own) > 1}
    sizes = sorted({line.people for own in found.values() for line in own})
    amounts = [amount for own in found.values() for line in own for amount in (line.ours, line.floor) if amount > 0]
    low, high = math.floor(math.log10(min(amounts))), math.ceil(math.log10(max(amounts)))
    first, last = math.log10(sizes[0]), math.log10(sizes[-1])

    def x(people: int) -> float:
        return _LEFT + _PLOT_WIDTH * (math.log10(people) - first) / (last - first)

    def y(amount: float) -> float:
        return _TOP + _PLOT_HEIGHT * (high - math.log10(max(amount, 10.0**low))) / (high - low)

    def polyline(points: Sequence[tuple[int, float]], colour: str, style: str) -> str:
        drawn = " ".join(f"{x(people):.1f},{y(amount):.1f}" for people, amount in points)
        return f'<polyline points="{drawn}" fill="none" stroke="{colour}" {style}/>'

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}"',
        ' font-family="sans-serif" font-size="11">',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>',
    ]
    for power in range(low, high + 1):
        at = y(10.0**power)
        text = f"{10**power:,} ms" if power >= 0 else f"{10.0**power:g} ms"
        parts.append(f'<line x1="{_LEFT}" x2="{_LEFT + _PLOT_WIDTH}" y1="{at:.1f}" y2="{at:.1f}" stroke="#ddd"/>')
        parts.append(f'<text x="{_LEFT - 6}" y="{at + 4:.1f}" text-anchor="end">{text}</text>')
    for size in sizes:
        at, bottom = x(size), _TOP + _PLOT_HEIGHT
        parts.append(f'<line x1="{at:.1f}" x2="{at:.1f}" y1="{_TOP}" y2="{bottom}" stroke="#ddd"/>')
        parts.append(f'<text x="{at:.1f}" y="{bottom + 18}" text-anchor="middle">{size:,} people</text>')
    names: list[tuple[float, str, str]] = []
    for number, (name, own) in enumerate(found.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        dashed = 'stroke-dasharray="3 4" opacity="0.5"'
        parts.append(polyline([(line.people, line.floor) for line in own], colour, dashed))
        parts.append(polyline([(line.people, line.ours) for line in own], colour, 'stroke-width="2"'))
        names.append((y(own[-1].ours), name, colour))
    lowest = float("-inf")
    for at, name, colour in sorted(names):
        lowest = max(at + 4, lowest + _ROW)  # names of lines that end near each other stand below each other
        text = escape(name.removeprefix("… ").replace("`", ""))
        parts.append(f'<text x="{_LEFT + _PLOT_WIDTH + 8}" y="{lowest:.1f}" fill="{colour}">{text}</text>')
    parts.append(
        f'<text x="{_LEFT}" y="{_HEIGHT - 12}" fill="#555">line: ours, dashed: its floor in the same run</text>'
    )
    return "\n".join([*parts, "</svg>", ""])
