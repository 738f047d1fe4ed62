"""What `every_step` interrupts of a day: a file comes in and is taken back, papers are frozen and written."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from exporters.form import export_form
from exporters.roster import export_roster
from exporters.writing import ExportError
from importers import intake
from store.campaigns.form import PHU_LUC_1
from store.database import Store
from store.errors import StoreError
from store.forms.counts import Scope
from store.forms.library import find
from store.opening import open_store
from store.people import staff
from store.receiving import submissions
from store.reporting import form_papers, issued
from tests.trust.every_step import Work
from tests.trust.works import PEOPLE, is_now, kho, station

NEW = 20
LIST, PAPER = "Danh sách.csv", "Phụ lục 1.xlsx"
OLD = "bản của hôm qua"


def opened(folder: Path) -> Store:
    return open_store(kho(folder), must_exist=True)


def with_a_file(folder: Path) -> None:
    """A station, and a file of 20 people of a school on the stick."""
    station(folder)
    heads = "TT;Họ và tên;Ngày sinh;Số CCCD;Tài khoản định danh điện tử mức 2"
    rows = (f"{n};Trần Thị {n};0{n % 9 + 1}/05/1984;0891840{n:05};{'x' if n % 2 else ''}" for n in range(1, NEW + 1))
    lines = ["Đơn vị: Trường Tiểu học A Vĩnh Gia", "", heads, *rows]
    (folder / "truong.csv").write_text("\n".join(lines), encoding="utf-8-sig")


def take_in(folder: Path) -> None:
    with opened(folder) as store:
        intake.apply(store, intake.read(store, folder / "truong.csv"))


def came_in(folder: Path) -> None:
    with_a_file(folder)
    take_in(folder)


def take_back(folder: Path) -> None:
    with opened(folder) as store:
        if submissions.get(store, 1).taken_back_at is None:
            submissions.take_back(store, 1)


def people_and_files(folder: Path) -> tuple[int, int, int]:
    """How many people are there; how many files came in and were not taken back; how many changes wrote people."""
    with opened(folder) as store:
        files = [one for one in submissions.all_submissions(store) if one.taken_back_at is None]
        kept = store.value("SELECT count(*) FROM submission_row JOIN submission ON submission.id = submission_id")
        return len(list(staff.members(store))), len(files), kept


def is_in_or_out(folder: Path) -> str:
    if words := is_now(folder):
        return words
    found = people_and_files(folder)
    return "" if found in ((PEOPLE, 0, 0), (PEOPLE + NEW, 1, NEW), (PEOPLE, 0, NEW)) else f"between: {found}"


def is_in(folder: Path) -> str:
    return is_now(folder) or (
        "" if (found := people_and_files(folder)) == (PEOPLE + NEW, 1, NEW) else f"not in: {found}"
    )


def is_out(folder: Path) -> str:
    return is_now(folder) or ("" if (found := people_and_files(folder)) == (PEOPLE, 0, NEW) else f"not out: {found}")


def freeze(folder: Path) -> None:
    with opened(folder) as store:
        if not issued.heads_of_forms(store):
            form = find(store, PHU_LUC_1)
            form_papers.issue(store, form_papers.draft(store, form, Scope()))


def is_frozen_or_not(folder: Path) -> str:
    if words := is_now(folder):
        return words
    with opened(folder) as store:
        heads = issued.heads_of_forms(store)
    return "" if len(heads) < 2 and all(head.sound for head in heads) else f"frozen: {heads}"


def is_frozen(folder: Path) -> str:
    with opened(folder) as store:
        number = len(issued.heads_of_forms(store))
    return is_frozen_or_not(folder) or ("" if number == 1 else "not frozen")


def with_old_papers(folder: Path) -> None:
    station(folder)
    for name in (LIST, PAPER):
        (folder / name).write_text(OLD, encoding="utf-8")


def write_papers(folder: Path) -> None:
    """Write a list and a form over older ones; what fails is a sentence, as of the store."""
    with opened(folder) as store, telling():
        export_roster(store, folder / LIST)
        export_form(store, folder / PAPER)


@contextlib.contextmanager
def telling() -> Iterator[None]:
    try:
        yield
    except ExportError as error:
        raise StoreError(error.message) from error


def papers_are_old_or_new(folder: Path) -> str:
    return is_now(folder) or next((name for name in (LIST, PAPER) if not is_whole(folder / name)), "")


def papers_are_new(folder: Path) -> str:
    old = [name for name in (LIST, PAPER) if (folder / name).read_bytes() == OLD.encode()]
    return papers_are_old_or_new(folder) or ("" if not old else f"old: {old}")


def is_whole(paper: Path) -> bool:
    """Whether a paper is that of yesterday, or complete."""
    content = paper.read_bytes()
    if content == OLD.encode():
        return True
    if paper.suffix == ".csv":
        return len(content.decode("utf-8-sig").splitlines()) == PEOPLE + 1
    return content.startswith(b"PK") and b"PK\x05\x06" in content[-64:]


WORKS = {
    "a file comes in": Work(with_a_file, take_in, is_in_or_out, take_in, is_in),
    "a file is taken back": Work(came_in, take_back, is_in_or_out, take_back, is_out),
    "a report is frozen": Work(station, freeze, is_frozen_or_not, freeze, is_frozen),
    "papers are written": Work(with_old_papers, write_papers, papers_are_old_or_new, write_papers, papers_are_new),
}
