"""What figures of citizens are of: of how many places, and which have none."""

from collections.abc import Sequence

from store.figures.indicators import IndicatorTable

_NAMED = 20  # places that a line names


def coverage(table: IndicatorTable) -> str:
    """`5/10 địa bàn`, `1/10 địa bàn: Ấp Tô Hạ`; "" where every place has a figure."""
    if table.entered == table.places:
        return ""
    names = [line.now.locality for line in table.lines if not line.is_missing]
    return f"{table.entered}/{table.places} địa bàn{f': {names[0]}' if len(names) == 1 else ''}"


def names_text(names: Sequence[str]) -> str:
    """`Ấp 6; Ấp 7; … và 3 nơi nữa`."""
    more = f"; … và {len(names) - _NAMED} nơi nữa" if len(names) > _NAMED else ""
    return f"{'; '.join(names[:_NAMED])}{more}"
