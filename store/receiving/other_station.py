"""Recognises a form or table that another station made with this program, by its mark."""

from store import settings
from store.database import Store
from store.receiving.form_mark import FormMark
from store.text import fold


def other_station(store: Store, mark: FormMark | None) -> str:
    """The name of the other station that wrote a form; "" when this station did or the writer is unknown.

    A station that was renamed recognises forms with its earlier names.
    """
    own = settings.load(store).station_name
    if mark is None or not mark.station or not own:
        return ""
    named = "entity = 'setting' AND field = 'station_name' AND before IS NOT NULL"
    formerly = (before for (before,) in store.rows(f"SELECT before FROM history WHERE {named}"))
    return "" if fold(mark.station) in map(fold, (own, *formerly)) else mark.station
