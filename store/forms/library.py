"""Finds a statistics form by its key: those that come with the program, and those of the campaigns of a store."""

import json
from datetime import date
from functools import cache
from pathlib import Path

from store.campaigns import running
from store.campaigns.campaign import Campaign
from store.campaigns.form import BROUGHT_BY, PHU_LUC_1, Form, from_plain
from store.database import Store
from store.errors import RefusedError
from store.forms import unit_figures

_ORDER = "ORDER BY ended_at IS NOT NULL, used_since, name"  # of two campaigns with the same form the first has it
_BRINGING = (
    "SELECT {} FROM campaign, json_each(definition, '$.forms') AS form"
    f" WHERE json_extract(form.value, '$.key') = ? {_ORDER}"
)


@cache
def brought() -> dict[str, Form]:
    """Returns the forms that every store has, by key; they are read only when a form is first needed."""
    import tomllib

    text = (Path(__file__).parent.parent / "campaigns" / f"{BROUGHT_BY}.toml").read_text(encoding="utf-8")
    forms = text[text.index("[[forms]]") :]  # the plan before them takes four times as long to read
    return {table["key"]: from_plain(table) for table in tomllib.loads(forms)["forms"]}


def phu_luc_1() -> Form:
    """Returns Phụ lục 1 of letter 310."""
    return brought()[PHU_LUC_1]


def offered(store: Store) -> tuple[Form, ...]:
    """Returns the forms that may be filled in here: those that every store has, then those of the running campaigns."""
    return tuple({**brought(), **_of_campaigns(store, "WHERE ended_at IS NULL"), **brought()}.values())


def ended(store: Store) -> tuple[Form, ...]:
    """Returns the forms that only ended campaigns have; they are opened as they were at the end."""
    here = {form.key for form in offered(store)}
    return tuple(form for key, form in _of_campaigns(store, "").items() if key not in here)


def known(store: Store, key: str) -> Form | None:
    """Returns the form with a key, also of an ended campaign or Biểu 1 of progress reports; None when there is none."""
    if key == unit_figures.UNIT_FIGURES:
        return unit_figures.form(store)
    return brought().get(key) or _of_campaigns(store, "").get(key)


def find(store: Store, key: str) -> Form:
    """Returns the form with a key as `known` does; for none, raises RefusedError, which lists the offered forms."""
    found = known(store, key)
    if found is None:
        keys = ", ".join(form.key for form in offered(store))
        raise RefusedError(f"Không có biểu “{key}”. Có: {keys}.")
    return found


def campaign_of(store: Store, form: Form, as_of: date | None = None) -> Campaign | None:
    """Returns the campaign that brings a form, now or at the end of a day; None for a form that every store has."""
    if form.key in brought():
        return None
    if as_of is not None:
        from store.rewound import campaigns_at  # only where the past is asked for

        for campaign in campaigns_at(store, as_of):
            if any(table["key"] == form.key for table in campaign.forms):
                return campaign
    row = store.one(_BRINGING.format("name"), (form.key,))
    return None if row is None else running.known(store, row[0])


def ended_on(store: Store, form: Form) -> date | None:
    """Returns the day on which the last campaign with the form ended; None while one runs or if every store has it."""
    row = None if form.key in brought() else store.one(_BRINGING.format("ended_at"), (form.key,))
    return None if row is None or row[0] is None else date.fromisoformat(row[0][:10])


def _of_campaigns(store: Store, where: str) -> dict[str, Form]:
    """Returns forms of campaigns by key; of two with the same key the one of the campaign that began first."""
    rows = store.rows(f"SELECT json_extract(definition, '$.forms') FROM campaign {where} {_ORDER}")
    found: dict[str, Form] = {}
    for (forms,) in rows:
        for table in json.loads(forms or "[]"):
            found.setdefault(table["key"], from_plain(table))
    return found
