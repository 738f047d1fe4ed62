"""The words of a statistics form are those of its period; those of the period before are offered, never carried."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from exporters.form import export_form
from store import campaign_use, clock, settings
from store.campaigns import file
from store.database import Store
from store.forms import library
from store.forms.counts import Scope
from store.models import Person
from store.opening import open_store
from store.people import staff, units
from store.reporting import form_papers, issued, offers

FORM = library.phu_luc_1()
WORDS = {
    form_papers.COVERING_LETTER: "(Kèm theo công văn số 12/TYT ngày 24/6/2026)",
    "reception": "Bố trí 2 người từ ngày 18/6.",
    "training": "Tập huấn ngày 18 và 19/6.",
    "printing": "In 30 áp phích.",
    "difficulties": "Mạng yếu.",
}


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv(clock.VARIABLE, "2026-06-24T10:00")
    with open_store(tmp_path / "s.sqlite3") as opened:
        settings.save(opened, station_name="Trạm A", letter_number="…/TYT")
        staff.add(opened, Person("An"), units.find_or_add(opened, "Trạm A"))
        staff.add(opened, Person("Bình"), units.find_or_add(opened, "Trường B"))
        yield opened


def write(store: Store, scope: Scope, **words: str) -> None:
    for section, text in words.items():
        issued.write_section(store, section, text, form_papers.narrative_key(store, FORM, scope))


def before(store: Store, scope: Scope) -> dict[str, str]:
    return {key: offer.before for key, offer in offers.for_form(store, FORM, scope, None).items() if offer.before}


def test_the_next_week_begins_empty_and_is_offered_every_section(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    write(store, Scope(), **WORDS)
    assert before(store, Scope()) == {}
    monkeypatch.setenv(clock.VARIABLE, "2026-07-01T10:00")
    paper = form_papers.draft(store, FORM, Scope())
    assert paper.sections == {}
    assert paper.attached_to == f"(Kèm theo công văn số {' ' * 7}/TYT của Trạm A ngày {' ' * 5}/07/2026)"
    assert before(store, Scope()) == WORDS
    last = form_papers.draft(store, FORM, Scope(as_of=date(2026, 6, 30)))
    assert last.attached_to == WORDS[form_papers.COVERING_LETTER]
    assert last.sections == {key: text for key, text in WORDS.items() if key != form_papers.COVERING_LETTER}


def test_a_past_day_within_the_week_does_not_tell_what_was_written_later(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(clock.VARIABLE, "2026-06-29T10:00")
    write(store, Scope(), training="Đến hết ngày 29/06/2026 đã tổ chức 2 buổi.")
    earlier = Scope(as_of=date(2026, 6, 26))
    assert form_papers.draft(store, FORM, earlier).sections == {}
    assert before(store, earlier).keys() == {"training"}
    monkeypatch.setenv(clock.VARIABLE, "2026-07-06T10:00")
    for day in (24, 25, 29):
        found = form_papers.draft(store, FORM, Scope(as_of=date(2026, 6, day)))
        assert found.sections == {}, "24/06 is the first day of the week that has them"
    assert form_papers.draft(store, FORM, Scope(as_of=date(2026, 6, 30))).sections.keys() == {"training"}
    monkeypatch.setenv(clock.VARIABLE, "2026-06-29T10:00")
    assert form_papers.draft(store, FORM, Scope(as_of=date(2026, 6, 29))).sections.keys() == {"training"}


def test_without_weekly_reports_the_period_is_a_month(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    campaign_use.end(store, "tri-ton-2026")
    write(store, Scope(), training="Lời của tháng.")
    monkeypatch.setenv(clock.VARIABLE, "2026-06-30T10:00")
    assert form_papers.draft(store, FORM, Scope()).sections.keys() == {"training"}
    monkeypatch.setenv(clock.VARIABLE, "2026-07-01T10:00")
    assert form_papers.draft(store, FORM, Scope()).sections == {}


def test_a_command_that_prints_the_month_tells_what_is_offered(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(store, Scope(), **WORDS)
    assert not export_form(store, tmp_path / "a.json").cautions
    monkeypatch.setenv(clock.VARIABLE, "2026-07-07T10:00")
    write(store, Scope(), training="Không có.")
    assert export_form(store, tmp_path / "a.json").cautions == (
        (
            "Kỳ này chưa viết, kỳ trước có: khu vực tiếp đón, in ấn, tuyên truyền, khó khăn, vướng mắc."
            " Lời kỳ trước không tự chép sang; mở biểu ở F5, Ctrl+G để lấy."
        ),
    )


def test_a_unit_s_words_are_offered_to_that_unit_only(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = (Scope(unit.id, "department") for unit in units.all_units(store))
    settings.save(store, station_name=units.get(store, first.unit_id or 0).name)
    write(store, second, training="Trường tập huấn.")
    monkeypatch.setenv(clock.VARIABLE, "2026-07-07T10:00")
    assert before(store, second) == {"training": "Trường tập huấn."}
    assert before(store, first) == before(store, Scope()) == {}
    write(store, first, training="Trạm tập huấn.")
    monkeypatch.setenv(clock.VARIABLE, "2026-08-07T10:00")
    assert before(store, second) == {"training": "Trường tập huấn."}
    assert before(store, Scope()) == {"training": "Trạm tập huấn."}


def test_words_of_an_older_program_are_offered(store: Store) -> None:
    issued.write_section(store, "training", "Lời cũ.", FORM.key)
    assert form_papers.draft(store, FORM, Scope()).sections == {}
    assert before(store, Scope()) == {"training": "Lời cũ."}


def test_a_plan_that_wants_the_form_decides_how_long_its_period_is(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(store, Scope(), training="Lời của tuần.")
    path = tmp_path / "thang.toml"
    path.write_text(
        'name = "thang"\ntitle = "Tháng"\n[source]\ndocument = "Kế hoạch"\nissuer = "Xã"\n'
        '[[reports]]\nkind = "monthly"\n'
        'title = "Báo cáo"\nto = ["Xã"]\nform = "phu-luc-1"\ndeadline = { monthly = { before = 10 } }\n',
        encoding="utf-8",
    )
    campaign_use.use(store, file.load(path))
    assert before(store, Scope()) == {"training": "Lời của tuần."}, (
        "kept under a day that is later than the month's first"
    )
    write(store, Scope(), training="Lời của tháng.")
    monkeypatch.setenv(clock.VARIABLE, "2026-07-09T14:00")
    assert form_papers.draft(store, FORM, Scope(as_of=date(2026, 6, 30))).sections == {"training": "Lời của tháng."}
    assert form_papers.draft(store, FORM, Scope()).sections == {}
