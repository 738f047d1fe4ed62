"""Names of the levels (area, station, unit) by which tables over several stations may have their rows."""

from typing import TYPE_CHECKING

from store.people.tree import Level

if TYPE_CHECKING:
    import click

    from store.campaigns.form import By

#: As the option --level has them.
LEVELS: dict[str, Level] = {"area": "area", "station": "station", "unit": "below"}
#: What each row of a table is.
ROWS: dict["By", str] = {"area": "theo khu vực", "station": "theo trạm", "below": "từng đơn vị"}


def level_named(_: "click.Context", __: "click.Parameter", text: str | None) -> Level | None:
    """The level for the option --level; None when it was not given."""
    return None if text is None else LEVELS[text]
