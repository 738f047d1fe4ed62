"""Two programs take in the same file at the same moment: nobody comes twice."""

import sqlite3
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from importers import intake
from store.opening import open_store
from store.people import staff
from tests.importers.conftest import Save

ROWS = [
    ["TRẠM Y TẾ XÃ VĨNH GIA"],
    ["STT", "Họ và tên", "Ngày sinh", "VNeID mức 2"],
    [1, "Lê Văn An", "01/02/1980", "x"],
    [2, "Trần Thị Bé", "03/04/1981", "x"],
]


def test_whoever_comes_second_plans_anew(tmp_path: Path, save: Save, monkeypatch: pytest.MonkeyPatch) -> None:
    file = save(ROWS)
    with open_store(tmp_path / "kho.sqlite3") as one, open_store(tmp_path / "kho.sqlite3") as other:
        ours, theirs = intake.read(one, file), intake.read(other, file)
        begin = one.transaction

        def at_the_same_moment() -> AbstractContextManager[sqlite3.Connection]:
            monkeypatch.setattr(one, "transaction", begin)
            intake.apply(other, theirs)  # between the look of the first at the store and its lock
            return begin()

        monkeypatch.setattr(one, "transaction", at_the_same_moment)
        assert intake.apply(one, ours) is None, "the same file, and nothing differs"
        assert sorted(member.person.full_name for member in staff.members(one)) == ["Lê Văn An", "Trần Thị Bé"]
