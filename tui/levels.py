"""The levels of a table of several stations, as the person names them: on the command line and on screens."""

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
    """The level of a name on the command line; None where the option was not given."""
    return None if text is None else LEVELS[text]
