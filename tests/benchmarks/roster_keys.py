"""The list of people against the floor, in one run: start, memory, keys. Prints ratios, judges nothing.

python tests/benchmarks/roster_keys.py [people]
"""

import statistics
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parent))

from crowd import crowd
from terminal import Terminal

ROOT = Path(__file__).parents[2]
FIRST, LIST = "MỤC THEO DÕI", "Người 1/"  # what stands on the first screen, and on that of the people
F2 = b"\x1bOQ"
DOWN, PAGE_DOWN, END, HOME = b"\x1b[B", b"\x1b[6~", b"\x1b[F", b"\x1b[H"
FLOOR = [sys.executable, str(ROOT / "tests/benchmarks/floor_app.py")]
STARTS, KEYS, PAGES = 7, 120, 40


def program(people: int) -> list[str]:
    return [sys.executable, "-m", "tui", "--store", str(crowd(people))]


def start(command: list[str], words: str) -> float:
    """Median seconds from the start of the process to the first painted screen."""
    seconds = []
    for _ in range(STARTS):
        with Terminal(command, ROOT) as terminal:
            seconds.append(terminal.until(words))
    return statistics.median(seconds)


def milliseconds(seconds: list[float]) -> tuple[float, float]:
    """p50 and p95 in ms."""
    parts = statistics.quantiles(seconds, n=20)
    return 1000 * parts[9], 1000 * parts[18]


def browse(command: list[str], words: str, *before: tuple[str, bytes]) -> dict[str, float]:
    """Keys and memory of one session; `before` says what to wait for and then to press."""
    with Terminal(command, ROOT) as terminal:
        for first, key in before:
            terminal.until(first)
            terminal.press(key)
        terminal.until(words)
        terminal.settle()
        down = [terminal.press(DOWN) for _ in range(KEYS)]
        for key in (HOME, *[PAGE_DOWN] * 2):
            terminal.press(key)
        pages = [terminal.press(PAGE_DOWN if turn % 4 < 2 else b"\x1b[5~") for turn in range(PAGES)]
        ends = [terminal.press(key) for key in (END, HOME) * 4]
        p50, p95 = milliseconds(down)
        return {
            "Down p50": p50,
            "Down p95": p95,
            "PgDn p50": milliseconds(pages)[0],
            "End p50": milliseconds(ends)[0],
            "RSS": terminal.resident(),
        }


def main(people: int) -> None:
    floor_start = start(FLOOR, "Nguyễn Văn 5")
    floor = browse(FLOOR, "Nguyễn Văn 5")
    print(f"floor: start {1000 * floor_start:.0f} ms, " + ", ".join(f"{k} {v:.1f}" for k, v in floor.items()))
    for number in (40, people):
        command = program(number)
        seconds = start(command, FIRST)
        ours = browse(command, LIST, (FIRST, F2))
        print(f"{number:>7} people: start {1000 * seconds:.0f} ms = {seconds / floor_start:.2f}")
        for name, value in ours.items():
            print(f"{'':>16}{name} {value:.1f} = {value / floor[name]:.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 400_000)
