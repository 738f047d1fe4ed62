"""Texts about citizens' figures: how many localities they cover, and what is missing."""

from collections.abc import Sequence

from store.figures.indicators import Figure, IndicatorTable

_NAMED = 20  # places that a line names


def coverage(table: IndicatorTable) -> str:
    """How many localities have a figure: `5/10 địa bàn`, `1/10 địa bàn: Ấp Tô Hạ`; "" when all have."""
    if table.entered == table.places:
        return ""
    names = [line.now.locality for line in table.lines if not line.is_missing]
    return f"{table.entered}/{table.places} địa bàn{f': {names[0]}' if len(names) == 1 else ''}"


def missing_text(figure: Figure) -> str:
    """The missing part of a figure: `chưa có số`, `chưa có tổng số`; "" when it is complete."""
    if figure.is_whole:
        return ""
    if figure.is_empty:
        return "chưa có số"
    return "chưa có tổng số" if figure.denominator is None else "chưa có số đạt"


def names_text(names: Sequence[str]) -> str:
    """The first names of a list and the number of others: `Ấp 6; Ấp 7; … và 3 nơi nữa`."""
    more = f"; … và {len(names) - _NAMED} nơi nữa" if len(names) > _NAMED else ""
    return f"{'; '.join(names[:_NAMED])}{more}"
