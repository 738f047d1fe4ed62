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
    """The forms that every store has, by key; read when a form is first needed, which most commands never do."""
    import tomllib

    text = (Path(__file__).parent.parent / "campaigns" / f"{BROUGHT_BY}.toml").read_text(encoding="utf-8")
    forms = text[text.index("[[forms]]") :]  # the plan before them takes four times as long to read
    return {table["key"]: from_plain(table) for table in tomllib.loads(forms)["forms"]}


def phu_luc_1() -> Form:
    """Phụ lục 1 of letter 310."""
    return brought()[PHU_LUC_1]


def offered(store: Store) -> tuple[Form, ...]:
    """What may be filled in here: the forms that every store has, then those of the running campaigns."""
    return tuple({**brought(), **_of_campaigns(store, "WHERE ended_at IS NULL"), **brought()}.values())


def ended(store: Store) -> tuple[Form, ...]:
    """The forms that only campaigns have which ended: they are opened as they stood."""
    here = {form.key for form in offered(store)}
    return tuple(form for key, form in _of_campaigns(store, "").items() if key not in here)


def known(store: Store, key: str) -> Form | None:
    """The form of that key, of an ended campaign too, whose filled-in forms are still there; None: there is none."""
    if key == unit_figures.UNIT_FIGURES:
        return unit_figures.form(store)
    return brought().get(key) or _of_campaigns(store, "").get(key)


def find(store: Store, key: str) -> Form:
    """The form with a key. Raises RefusedError, which lists the forms that are offered."""
    found = known(store, key)
    if found is None:
        keys = ", ".join(form.key for form in offered(store))
        raise RefusedError(f"Không có biểu “{key}”. Có: {keys}.")
    return found


def campaign_of(store: Store, form: Form, as_of: date | None = None) -> Campaign | None:
    """The campaign that brings the form, as it is, or was at the end of a day; None: every store has the form."""
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
    """The day on which the last campaign that asks for the form ended; None: one runs, or every store has the form."""
    row = None if form.key in brought() else store.one(_BRINGING.format("ended_at"), (form.key,))
    return None if row is None or row[0] is None else date.fromisoformat(row[0][:10])


def _of_campaigns(store: Store, where: str) -> dict[str, Form]:
    """The forms of campaigns; of two with the same key that of the campaign that began first."""
    rows = store.rows(f"SELECT json_extract(definition, '$.forms') FROM campaign {where} {_ORDER}")
    found: dict[str, Form] = {}
    for (forms,) in rows:
        for table in json.loads(forms or "[]"):
            found.setdefault(table["key"], from_plain(table))
    return found
