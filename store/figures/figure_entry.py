"""Checks and writes figures of indicators and targets of localities; each call is one step of undo."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from store import clock, records
from store.calendar.periods import Period
from store.campaigns.indicator import Indicator
from store.database import Store
from store.errors import RefusedError
from store.figures import localities
from store.figures.indicators import Figure, table, targets
from store.figures.localities import Locality
from store.frozen import frozen
from store.history import recording
from store.text import clean, format_number, format_percent, hundredths

#: More than a country has: a slip of the finger, or two numbers in one field.
LARGEST: Final = 999_999_999
FIGURE_FIELDS: Final = {"numerator": "Số đạt", "denominator": "Tổng số"}
_JUMP = 10  # so many times more or fewer than in the period before is told


def faults(numerator: int | None, denominator: int | None) -> str | None:
    """Returns in Vietnamese what is wrong with two numbers; None when both are possible."""
    if any(number is not None and not 0 <= number <= LARGEST for number in (numerator, denominator)):
        return f"Mỗi số từ 0 đến {format_number(LARGEST)}."
    if numerator is not None and denominator is not None and numerator > denominator:
        return f"Số đạt {format_number(numerator)} lớn hơn tổng số {format_number(denominator)}."
    return None


def falls(before: Figure | None, numerator: int | None, denominator: int | None) -> list[str]:
    """Returns in Vietnamese which number or rate is less than in the figure `before`, so that the person is asked."""
    if before is None:
        return []
    pairs = (("Số đạt", before.numerator, numerator), ("Tổng số", before.denominator, denominator))
    found = [
        f"{name} giảm từ {format_number(old)} xuống {format_number(new)}"
        for name, old, new in pairs
        if old is not None and new is not None and new < old
    ]
    if before.is_whole and numerator is not None and denominator is not None:
        old_rate, new_rate = hundredths(*before.numbers), hundredths(numerator, denominator)
        if old_rate is not None and new_rate is not None and new_rate < old_rate:
            rates = f"{format_percent(*before.numbers)} xuống {format_percent(numerator, denominator)}"
            found.append(f"Tỷ lệ giảm từ {rates}")
    return found


def jumps(before: Figure | None, numerator: int | None, denominator: int | None) -> list[str]:
    """Returns in Vietnamese which number is at least ten times as large as in the figure `before`."""
    if before is None:
        return []
    pairs = (("Số đạt", before.numerator, numerator), ("Tổng số", before.denominator, denominator))
    return [
        f"{name} tăng gấp {new // old} lần, từ {format_number(old)} lên {format_number(new)}"
        for name, old, new in pairs
        if old and new is not None and new >= _JUMP * old
    ]


def doubts(before: Figure | None, numerator: int | None, denominator: int | None) -> list[str]:
    """Returns in Vietnamese everything that the person must confirm before the numbers are written."""
    return [*falls(before, numerator, denominator), *jumps(before, numerator, denominator)]


def refuse_future(period: Period) -> None:
    """Raises RefusedError when a period has not begun yet."""
    if period.first > clock.today().isoformat():
        raise RefusedError(f"Chưa tới {period.text}.")


def enter(store: Store, indicator: Indicator, period: Period, figure: Figure) -> None:
    """Writes the numbers of a locality for a period, as one step of undo; empty numbers remove its figure.

    Adds the locality when it is not on the list. Raises RefusedError when the locality has no name, the period has not
    begun, or a number is impossible.
    """
    name = clean(figure.locality)
    if not name:
        raise RefusedError("Phải có tên ấp, xã.")
    refuse_future(period)
    if fault := faults(figure.numerator, figure.denominator):
        raise RefusedError(fault)
    with recording(store, "indicator", _label(indicator, period, name)):
        place = localities.find_or_add(store, name, kind=indicator.by)
        _write(store, indicator, period, place, figure)


def _write(store: Store, indicator: Indicator, period: Period, place: Locality, figure: Figure) -> None:
    key = {
        "campaign": indicator.campaign,
        "indicator": indicator.key,
        "kind": period.kind,
        "period": period.first,
        "locality_id": place.id,
    }
    numbers = {"numerator": figure.numerator, "denominator": figure.denominator}
    values = {name: None if number is None else str(number) for name, number in numbers.items()}
    values |= records.cleaned({"source": figure.source})
    label = _label(indicator, period, place.name)
    records.write(store, "indicator_figure", key, values, command="indicator", label=label)


def _label(indicator: Indicator, period: Period, place: str) -> str:
    return f"Chỉ tiêu {period.text}, {place}: {indicator.title}"


def copy_forward(store: Store, indicator: Indicator, period: Period) -> int:
    """Copies the figures of the period before to each locality without one, as one step of undo; returns how many."""
    refuse_future(period)
    copied = [
        line.before
        for line in table(store, indicator, period).lines
        if line.before is not None and line.now.is_empty and not line.before.is_empty
    ]
    with recording(store, "indicator", f"Chép số kỳ trước vào {period.text}"):
        for figure in copied:
            _write(store, indicator, period, localities.find_or_add(store, figure.locality), figure)
    return len(copied)


_CHANGED_ELSEWHERE = "số vừa được ghi ở cửa sổ khác. Hãy xem lại số đó rồi ghi."


def newer_text(stored: int | None, typed: int | None) -> str:
    """Says in Vietnamese which number the store has by now and which one is typed."""
    now, here = ("trống" if number is None else format_number(number) for number in (stored, typed))
    return f"sổ nay là {now}, đang gõ {here}"


@frozen
class Entry:
    """Numbers of one locality that somebody typed, pasted or sent."""

    indicator: Indicator
    figure: Figure
    shown: Figure | None  # what stood there when they were typed; None: nothing


def save(store: Store, period: Period, entries: Sequence[Entry]) -> None:
    """Writes the numbers of many localities as one step of undo, all or none.

    Raises RefusedError when `enter` does, or when another window changed one of the numbers in the meantime.
    """
    with recording(store, "indicator", f"Số liệu {period.text}: {len(entries)} ô"):
        stored = {
            (key, line.now.locality): line.now
            for key, indicator in {entry.indicator.key: entry.indicator for entry in entries}.items()
            for line in table(store, indicator, period).lines
        }
        for entry in entries:
            name = entry.figure.locality
            fields = zip(
                FIGURE_FIELDS.values(),
                _numbers(stored.get((entry.indicator.key, name))),
                _numbers(entry.shown),
                _numbers(entry.figure),
                strict=True,
            )
            if newer := [f"{head} {newer_text(now, typed)}" for head, now, shown, typed in fields if now != shown]:
                raise RefusedError(f"{name}, {entry.indicator.head}: {'; '.join(newer)}: {_CHANGED_ELSEWHERE}")
            try:
                enter(store, entry.indicator, period, entry.figure)
            except RefusedError as error:
                raise RefusedError(f"{name}, {entry.indicator.head}: {error.message}") from error


def _numbers(figure: Figure | None) -> tuple[int | None, int | None]:
    return (None, None) if figure is None else (figure.numerator, figure.denominator)


def set_targets(
    store: Store,
    indicator: Indicator,
    amounts: Iterable[tuple[str, int | None]],
    *,
    shown: Mapping[str, int | None] | None = None,
) -> None:
    """Writes the number that the plan wants of each locality, by name (None removes it), as one step of undo.

    `shown`: what stood there when they were typed. Raises RefusedError when a locality has no name, a number is
    impossible, or another window changed one of the numbers in the meantime.
    """
    with recording(store, "indicator", f"Chỉ tiêu giao: {indicator.head}"):
        stored = targets(store, indicator)
        for name, amount in amounts:
            if fault := faults(amount, None):
                raise RefusedError(f"{name}: {fault}")
            place = localities.find_or_add(store, name, kind=indicator.by)
            if shown is not None and stored.get(place.id) != shown[name]:
                words = newer_text(stored.get(place.id), amount)
                raise RefusedError(f"{name}, {indicator.head}: Chỉ tiêu {words}: {_CHANGED_ELSEWHERE}")
            key = {"campaign": indicator.campaign, "indicator": indicator.key, "locality_id": place.id}
            value = {"amount": None if amount is None else str(amount)}
            records.write(
                store, "locality_target", key, value, command="indicator", label=f"Chỉ tiêu giao, {place.name}"
            )
