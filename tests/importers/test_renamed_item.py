"""An item that a campaign calls otherwise now is still known by the heads of the forms that units have."""

from pathlib import Path

import pytest

from importers.read_for_unit import read_for_unit
from store import campaign_use, history
from store.campaigns import file
from store.database import Store
from store.models import State

CAMPAIGN = """
name = "vi-dien-tu"
title = "Kế hoạch"
source = {{ document = "Kế hoạch", issuer = "UBND xã" }}
[[items]]
key = "bank_app"
title = "{}"
short_title = "{}"
[[items]]
key = "wallet"
title = "Cập nhật vị trí việc làm"
short_title = "VTVL"
"""
OLD, NEW = ("Cài ứng dụng ngân hàng số", "NH số"), ("Dùng ví điện tử", "Ví ĐT")


def _use(store: Store, path: Path, *titles: str) -> None:
    path.write_text(CAMPAIGN.format(*titles), encoding="utf-8")
    campaign_use.use(store, file.load(path))


@pytest.mark.parametrize("state", ["Cài ứng dụng ngân hàng số", "Dùng ví điện tử"])
@pytest.mark.parametrize("why", ["Lý do chưa: NH số", "Lý do chưa (NH số)", "Lý do chưa: Cài ứng dụng ngân hàng số"])
def test_the_old_heads_still_name_it(store: Store, tmp_path: Path, state: str, why: str) -> None:
    _use(store, tmp_path / "k.toml", *OLD)
    _use(store, tmp_path / "k.toml", *NEW)
    history.undo(store)
    history.redo(store)
    campaign_use.end(store, "tri-ton-2026")  # the checklist is worked out again
    sent = tmp_path / "gui.csv"
    sent.write_text(
        f"Đơn vị: Trường THCS Vĩnh Gia\nTT,Họ và tên,Ngày sinh,{state},{why}\n"
        "1,Chau Bình,02/12/1999,Đã,\n2,Lê Châu,18/01/1974,Chưa,Không có tài khoản\n",
        encoding="utf-8",
    )
    reading = read_for_unit(store, sent)
    people = [row.person for row in reading.rows if row.person is not None]
    assert [person.states.get("bank_app") for person in people] == [State.DONE, State.TODO]
    assert [person.reasons for person in people] == [{}, {"bank_app": "Không có tài khoản"}]
    assert [person.note for person in people] == [None, None]


def test_a_former_short_title_names_no_other_head(store: Store, tmp_path: Path) -> None:
    _use(store, tmp_path / "k.toml", "Dùng ví điện tử", "Ví")
    _use(store, tmp_path / "k.toml", *OLD)
    sent = tmp_path / "gui.csv"
    sent.write_text(
        "Đơn vị: Trường THCS Vĩnh Gia\nTT,Họ và tên,Ngày sinh,Vị trí,NH số\n1,Chau Bình,02/12/1999,Giáo viên,Đã\n",
        encoding="utf-8",
    )
    (row,) = read_for_unit(store, sent).rows
    assert row.person is not None
    assert row.person.states == {"bank_app": State.DONE}
    assert row.person.position == "Giáo viên"
