"""A form counts as chưa only whom its plan asks; every figure has its people behind it, on every day."""

import json
import random
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from exporters.form import cells, export_form, write_form
from store import campaign_use, clock
from store.campaigns import file
from store.campaigns.form import Form
from store.checklist.reasons import NO_INFORMATION, NO_REASON
from store.database import Store
from store.forms import counts, library
from store.forms.answers import NOT_ASKED
from store.forms.counts import FormTable, Scope
from store.forms.people_behind import people_behind
from store.models import Person, State
from store.opening import open_store
from store.people import staff, units
from store.reporting import form_papers
from store.words.forms import footnotes
from tests.store.summaries import UNIT, line, take_in
from tui.widgets.form_lines import lay_out

D, T, N, U = State.DONE, State.TODO, State.NOT_APPLICABLE, State.UNKNOWN
STATION, SCHOOL, OFFICE = "Trạm Y tế xã Mới", "Trường THCS Mới", "Ủy ban nhân dân xã Mới"
ASKED = {
    "all": "",
    "health": 'asked_of = { sector = "health" }',
    "adm": "asked_of = { administrative = true }",
    "phone": "asked_of = { smartphone = true }",
    "h_adm": 'asked_of = { sector = "health", administrative = true }',
    "either": 'asked_of = [{ sector = "government", administrative = true }, { sector = "health", smartphone = true }]',
}
#: Ways of a form: what it is called, the columns of an item, what must hold, more keys.
FORMS = {
    "rieng": (("done", "todo", "not_applicable"), "{0}_done + {0}_todo + {0}_not_applicable = total", ""),
    "tu-do": (("done", "todo"), "", ""),
    "du": (("done", "todo"), "{0}_done + {0}_todo = total", ""),
    "chi-hoi": (("done", "todo"), "", "only_asked = true"),
    "chi-da": (("done",), "{0}_done <= total", ""),
}


def _item(key: str, asked: str) -> str:
    return f'[[items]]\nkey = "{key}"\ntitle = "Mục {key}"\nshort_title = "{key}"\ntarget = 1.0\n{asked}\n'


def _form(name: str, items: Sequence[str], rows: str = "unit") -> str:
    sides, rule, more = FORMS[name]
    head = f'[[forms]]\nkey = "{name}"\nname = "Biểu {name}"\ntitle = "Biểu"\n'
    head += f'file_name = "Bieu"\nrows = "{rows}"\n{more}\n'
    holds = ", ".join(f'"{rule.format(item)}"' for item in items) if rule else ""
    columns = [("label", "label", ""), ("total", "total", "")]
    for item in items:
        columns += [(f"{item}_{side}", side, item) for side in sides]
        columns += [(f"{item}_why_{side}", "reasons", item) for side in sides if side != "done"]
    text = "".join(
        f'[[forms.columns]]\nkey = "{key}"\nhead = "{key}"\ncounts = "{kind}"\n'
        + (f'item = "{item}"\n' if item else "")
        + (f'side = "{key.split("_why_")[1]}"\n' if kind == "reasons" else "")
        for key, kind, item in columns
    )
    return f"{head}holds = [{holds}]\n{text}"


def _campaign(path: Path, items: Sequence[str], rows: str = "unit") -> Path:
    text = 'name = "xa-moi"\ntitle = "Kế hoạch"\nsource = { document = "Kế hoạch", issuer = "UBND xã" }\n'
    text += "".join(_item(key, ASKED[key]) for key in items) + "".join(_form(name, items, rows) for name in FORMS)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv(clock.VARIABLE, "2031-03-01T08:00:00")
    with open_store(tmp_path / "kho.sqlite3") as store:
        campaign_use.end(store, "tri-ton-2026")
        yield store


def _add(store: Store, name: str, unit: str, state: State, why: str | None = None, **fields: bool | None) -> int:
    items = ("health",)
    person = Person(
        name, states=dict.fromkeys(items, state), reasons=dict.fromkeys(items, why) if why else {}, **fields
    )  # type: ignore[arg-type]
    return staff.add(store, person, units.find_or_add(store, unit))


def _figures(store: Store, name: str, by: str = "unit") -> dict[str, dict[str, int]]:
    form = library.find(store, name)
    return {row.label: dict(row.figures) for row in counts.table(store, form, Scope(None, by)).rows}  # type: ignore[arg-type]


def test_whom_the_plan_does_not_ask_is_not_counted_as_lacking(empty: Store, tmp_path: Path) -> None:
    campaign_use.use(empty, file.load(_campaign(tmp_path / "k.toml", ["health", "all"])))
    _add(empty, "An", STATION, D)
    _add(empty, "Bình", STATION, T, "Quên mật khẩu")
    _add(empty, "Chi", SCHOOL, U)
    _add(empty, "Dũng", SCHOOL, T, "Quên mật khẩu")
    _add(empty, "Én", SCHOOL, D)
    apart = _figures(empty, "rieng")
    assert [apart[STATION][f"health_{side}"] for side in ("done", "todo", "not_applicable")] == [1, 1, 0]
    assert [apart[SCHOOL][f"health_{side}"] for side in ("done", "todo", "not_applicable")] == [0, 0, 3]
    row = counts.table(empty, library.find(empty, "rieng"), Scope(None, "unit")).rows[1]
    assert (row.reasons["health_why_todo"], row.reasons["health_why_not_applicable"]) == ((), ((NOT_ASKED, 3),))
    free = _figures(empty, "tu-do")
    assert (free[SCHOOL]["total"], free[SCHOOL]["health_done"], free[SCHOOL]["health_todo"]) == (3, 0, 0)
    assert _figures(empty, "chi-da")[SCHOOL]["health_done"] == 1, "đã alone says of nobody that they lack it"
    # All of them are asked the other item, so that this form, whose đã and chưa are everybody, counts them by state.
    assert _figures(empty, "du")[SCHOOL] == {
        "total": 3, "health_done": 1, "health_todo": 2, "all_done": 0, "all_todo": 3,
    }  # fmt: skip


def test_what_does_not_apply_to_somebody_is_not_lacking(empty: Store, tmp_path: Path) -> None:
    campaign_use.use(empty, file.load(_campaign(tmp_path / "k.toml", ["health"])))
    for name, state in (("An", D), ("Bình", N), ("Chi", U)):
        _add(empty, name, STATION, state)
    assert _figures(empty, "tu-do")[STATION] == {"total": 3, "health_done": 1, "health_todo": 1}
    assert _figures(empty, "du")[STATION] == {"total": 3, "health_done": 1, "health_todo": 2}, "they must be everybody"


def test_a_row_of_which_nobody_is_asked_prints_a_dash_for_the_item(empty: Store, tmp_path: Path) -> None:
    campaign_use.use(empty, file.load(_campaign(tmp_path / "k.toml", ["health"])))
    _add(empty, "An", STATION, D)
    _add(empty, "Chi", SCHOOL, T)
    form = library.find(empty, "tu-do")
    table = counts.table(empty, form, Scope(None, "unit"))
    printed = [cells(form, row, "", row.label) for row in (*table.rows, table.total)]
    assert printed == [[STATION, 1, 1, 0, ""], [SCHOOL, 1, "–", "–", "–"], ["Tổng cộng", 2, 1, 0, ""]]
    shown = lay_out(table, 100, with_totals=True).lines
    assert sum("–" in piece.text for line in shown for piece in line) == 3
    apart = library.find(empty, "rieng")
    table = counts.table(empty, apart, Scope(None, "unit"))
    assert cells(apart, table.rows[1], "", SCHOOL) == [SCHOOL, 1, "–", "–", 1, "–", f"{NOT_ASKED} (1)"]
    paper = form_papers.draft(empty, form, Scope(None, "unit"))
    write_form(paper, tmp_path / "x.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx").active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [SCHOOL, 1, "–", "–", "–"] in rows
    assert form_papers.issue(empty, paper).paper.table == paper.table


def test_who_is_asked_nothing_of_a_form_is_not_in_a_table_that_must_add_up(empty: Store, tmp_path: Path) -> None:
    campaign_use.use(empty, file.load(_campaign(tmp_path / "k.toml", ["health"])))
    _add(empty, "An", STATION, T)
    _add(empty, "Chi", SCHOOL, U)
    for name in ("du", "chi-hoi"):
        form = library.find(empty, name)
        table = counts.table(empty, form, Scope(None, "unit"))
        assert [(row.label, row.figures["total"]) for row in table.rows] == [(STATION, 1)]
        assert table.unasked == 1
        assert footnotes(table) == ("Không tính 1 người vì kế hoạch không yêu cầu họ mục nào của biểu.",)
    assert _figures(empty, "tu-do")[SCHOOL]["total"] == 1


def test_a_unit_that_sent_another_form_is_named_below_the_table(empty: Store, tmp_path: Path) -> None:
    campaign_use.use(empty, file.load(_campaign(tmp_path / "k.toml", ["all"])))
    _add(empty, "An", STATION, T)
    assert take_in(empty, line(6, "Tổ Tự nhiên", 28, 25, 22, 19)) is not None  # figures of Phụ lục 1
    table = counts.table(empty, library.find(empty, "rieng"), Scope(None, "unit"))
    assert [row.label for row in table.rows] == [STATION]
    assert footnotes(table) == (f"Không có số liệu của {UNIT}: gửi Phụ lục 1, chưa gửi tên.",)
    here = counts.table(empty, library.phu_luc_1(), Scope(None, "unit"))
    assert ([row.label for row in here.rows], here.missing) == ([STATION, UNIT], ())
    paper = form_papers.draft(empty, table.form, Scope(None, "unit"))
    assert form_papers.issue(empty, paper).paper.table == table


def test_phu_luc_1_keeps_its_sums_and_its_reasons_where_only_smartphones_are_asked(empty: Store) -> None:
    campaign_use.use(empty, file.load(file.built_in()["an-phu-2024"]))
    unit = units.find_or_add(empty, STATION)
    no_phone = "Không có điện thoại thông minh"
    for name, level2, bhyt, why, phone in (
        ("An", D, D, None, True),
        ("Bình", T, T, no_phone, None),
        ("Chi", T, U, no_phone, False),
        ("Dũng", U, N, None, False),
        ("Én", D, T, None, False),
    ):
        person = Person(
            name, smartphone=phone, states={"level2_account": level2, "bhyt_linked": bhyt, "health_book": bhyt}
        )
        person.reasons = {key: why for key in ("level2_account", "bhyt_linked") if why and person.states[key] is T}
        staff.add(empty, person, unit)
    form = library.phu_luc_1()
    (row,) = counts.table(empty, form, Scope(unit, "unit")).rows
    assert form.faults(row.figures) == ()
    assert [row.figures[column.key] for column in form.figures] == [5, 2, 3, 1, 1, 4]
    assert dict(row.reasons["level2_reasons"]) == {no_phone: 2, NO_INFORMATION: 1}
    assert dict(row.reasons["bhyt_reasons"]) == {no_phone: 1, NO_INFORMATION: 1, "Không áp dụng": 1, NO_REASON: 1}


def test_an_ended_plan_still_says_of_whom_its_form_asked(empty: Store, tmp_path: Path) -> None:
    campaign_use.use(empty, file.load(_campaign(tmp_path / "k.toml", ["health"])))
    _add(empty, "An", STATION, T)
    _add(empty, "Chi", SCHOOL, T)
    before = _figures(empty, "rieng")
    campaign_use.end(empty, "xa-moi")
    assert _figures(empty, "rieng") == before
    assert before[SCHOOL]["health_not_applicable"] == before[STATION]["health_todo"] == 1


def test_the_form_of_an_ended_plan_stays_as_it_stood(
    empty: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign_use.use(empty, file.load(_campaign(tmp_path / "k.toml", ["health"])))
    an = _add(empty, "An", STATION, T)
    form = library.find(empty, "rieng")
    before = counts.table(empty, form, Scope(None, "unit"))
    campaign_use.end(empty, "xa-moi")
    monkeypatch.setenv(clock.VARIABLE, "2031-03-05T08:00:00")
    staff.set_state(empty, [an], "health", D)
    _add(empty, "Bình", STATION, T)
    assert [(each.key, library.ended_on(empty, each)) for each in library.ended(empty)] == [
        (name, date(2031, 3, 1)) for name in FORMS
    ]
    for as_of in (None, date(2031, 3, 5), date(2031, 3, 1)):
        scope = Scope(None, "unit", as_of)
        table = counts.table(empty, form, scope)
        assert (table.rows, table.total, table.as_of) == (before.rows, before.total, "2031-03-01")
        assert people_behind(empty, form, scope, "health_todo") == [an]
    note = "Kế hoạch có biểu này đã kết thúc ngày 01/03/2031; số liệu không sau ngày ấy."
    assert footnotes(table) == (note,)
    out = tmp_path / "x.json"
    assert note in export_form(empty, out, key="rieng").warnings
    assert json.loads(out.read_text(encoding="utf-8"))[0]["health_todo"] == 1
    campaign_use.resume(empty, "xa-moi")
    assert counts.table(empty, form, Scope(None, "unit")).total.figures["health_done"] == 1


def test_phu_luc_1_of_a_store_where_nobody_asks_for_it_counts_everybody(empty: Store) -> None:
    _add(empty, "An", STATION, T)
    assert counts.table(empty, library.phu_luc_1(), Scope(None, "unit")).total.figures["total"] == 1


def _everything(store: Store, form: Form, as_of: date | None) -> Iterator[tuple[Scope, FormTable]]:
    for unit_id in (None, 1, 2):
        for by in ("department", "unit", "sector"):
            scope = Scope(unit_id, by, as_of)  # type: ignore[arg-type]
            yield scope, counts.table(store, form, scope)


def _check(store: Store, form: Form, scope: Scope, table: FormTable) -> None:
    for row, of in [*((row, row) for row in table.rows), (table.total, None)]:
        for column in form.figures:
            ids = people_behind(store, form, scope, column.key, of)
            assert len(ids) == len(set(ids)) == row.figures[column.key], (form.key, scope, row.label, column.key)
        for column in form.reasons:
            figure = form.figure_of(column.item, column.side)
            assert figure is not None
            assert sum(number for _, number in row.reasons[column.key]) == row.figures[figure.key]
        assert not [rule for rule in form.faults(row.figures) if rule.sign == "="]


@pytest.mark.parametrize("seed", range(6))
def test_every_figure_has_its_people_on_every_day(
    empty: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    rng = random.Random(seed)
    keys = rng.sample(list(ASKED), 3)
    campaign_use.use(empty, file.load(_campaign(tmp_path / "k.toml", keys)))
    for name in (STATION, SCHOOL, OFFICE):
        units.find_or_add(empty, name)
    ids: list[int] = []

    def add() -> None:
        person = Person(f"Lê {len(ids)}", administrative=rng.choice((True, False, None)))
        person.smartphone = rng.choice((True, False, None))
        person.states = {key: rng.choice(list(State)) for key in keys}
        person.reasons = {
            key: rng.choice(("Quên mật khẩu", "Không có điện thoại thông minh"))
            for key, state in person.states.items()
            if state is T and rng.random() < 0.7
        }
        unit = rng.choice((STATION, SCHOOL, OFFICE))
        ids.append(staff.add(empty, person, units.find_or_add(empty, unit), rng.choice((None, "Tổ 1", "Tổ 2"))))

    def step() -> None:
        kind, who = rng.randrange(7), rng.choice(ids)
        if kind == 0:
            add()
        elif kind == 1:
            staff.set_state(empty, [who], rng.choice(keys), rng.choice(list(State)))
        elif kind == 2:
            staff.move(empty, [who], rng.choice((1, 2, 3)), rng.choice((None, "Tổ 1")))
        elif kind == 3:
            staff.remove(empty, [who])
        elif kind == 4:
            staff.edit(empty, who, {rng.choice(("administrative", "smartphone")): rng.choice((True, False, None))})
        elif kind == 5:
            units.edit(empty, rng.choice((1, 2, 3)), sector=rng.choice(("health", "education", "government")))
        else:
            staff.set_state(empty, [who], rng.choice(keys), T, "Không có điện thoại thông minh")

    for _ in range(12):
        add()
    forms = [library.find(empty, name) for name in FORMS]
    shown: dict[date, list[tuple[Form, Scope, FormTable]]] = {}
    for day in ("2031-03-01", "2031-03-02", "2031-03-03"):
        monkeypatch.setenv(clock.VARIABLE, f"{day}T09:00:00")
        for _ in range(8):
            step()
        if day == "2031-03-03":  # another plan, and the same one asked of others: no figure of an earlier day changes
            campaign_use.use(empty, file.load(_again(tmp_path / "k2.toml", keys)))
            forms = [library.find(empty, name) for name in FORMS]
        shown[clock.today()] = [(form, *each) for form in forms for each in _everything(empty, form, clock.today())]
        for form, scope, table in shown[clock.today()]:
            _check(empty, form, scope, table)
    for day, tables in shown.items():
        for form, scope, table in tables:
            assert counts.table(empty, form, scope._replace(as_of=day)) == table
            _check(empty, form, scope._replace(as_of=day), table)


def _again(path: Path, keys: Sequence[str]) -> Path:
    text = _campaign(path, keys).read_text(encoding="utf-8")
    path.write_text(
        text.replace("{ smartphone = true }", '{ sector = "education" }').replace("{ administrative", "{ smartphone"),
        encoding="utf-8",
    )
    return path
