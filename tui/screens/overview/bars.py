"""Draws the bar and the trend of an item on Tổng quan with letters, and names the colour for its course."""

from collections.abc import Sequence

from store.counting.forecast import Course
from store.counting.item_figures import ItemFigure
from store.frozen import frozen

#: The colour of a bar, as `SectionLine.tint` names it.
COLOURS = {Course.REACHED: "good", Course.ON_TIME: "calm", Course.BEHIND: "behind", Course.LATE: "late"}
#: What says the same without colours; what is reached says so in words.
SIGNS = {Course.REACHED: "", Course.ON_TIME: "", Course.BEHIND: "! ", Course.LATE: "! "}


@frozen
class Blocks:
    """The letters with which bars and trends are drawn."""

    done: str
    rest: str
    target: str
    levels: str


BLOCKS = Blocks("█", "░", "┃", "▁▂▃▄▅▆▇█")
CONSOLE = Blocks("█", "░", "│", "_▄█")  # fonts of the Windows console draw few more of such letters
PLAIN = Blocks("#", ".", "|", "_.-~=+*#")  # a console of 16 colours often has no more letters than these


def bar(figure: ItemFigure, width: int, blocks: Blocks) -> str:
    """Draw a bar filled to the share of people who are done, with a mark at the target.

    It is full only when nobody is missing, and never empty when somebody is done.
    """
    cells = width * figure.done // figure.applicable if figure.applicable else 0
    if figure.done:
        cells = max(1, cells)
    drawn = list(blocks.done * cells + blocks.rest * (width - cells) + " ")
    if figure.item.target is not None:
        drawn[min(width, round(width * figure.item.target))] = blocks.target
    return "".join(drawn)


def spark(numbers: Sequence[int], levels: str) -> str:
    """Draw numbers as one letter each, the least as the lowest; if all are equal, as the middle letter."""
    least, most = min(numbers), max(numbers)
    if least == most:
        return levels[len(levels) // 2] * len(numbers)
    return "".join(levels[(number - least) * (len(levels) - 1) // (most - least)] for number in numbers)
