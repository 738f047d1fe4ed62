"""A bundle is sent by Ctrl+P and taken in on F4, where its passphrase is asked for."""

from pathlib import Path

import pytest

import exporters.bundle
from importers.bundle import container
from importers.intake import State
from store.bundles import received
from store.people import staff, units
from tests.bundles import stations as bundled
from tests.tui.opened_app import opened, press, settled, shown
from tests.tui.receiving import choose_files


async def test_it_is_sent_and_taken_in_by_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporters.bundle, "seal", bundled.seal)
    monkeypatch.setattr(container, "unseal", bundled.unseal)
    out = tmp_path / "gói.tyt"
    async with opened(tmp_path / "trạm.sqlite3") as pilot:
        await press(pilot, "ctrl+p", "text:goi gui", "enter")
        assert "Chỉ số liệu, không có tên" in shown(pilot)
        await press(pilot, "1", "text:mật khẩu gói", "enter", "text:mật khẩu gói", "enter")
        assert ".tyt" in shown(pilot)
        await press(pilot, "ctrl+a", "backspace", f"text:{out}", "enter")
        await settled(pilot)
        assert out.is_file()
        everybody = len(list(staff.members(pilot.app.store)))

        # The station's own store does not take it: let it be that of the office above, which knows these units already.
        store = pilot.app.store
        for unit in units.all_units(store)[1:]:
            units.edit(store, unit.id, parent_id=units.station_id(store))
        store.write("UPDATE setting SET value = ? WHERE key = ?", ("0" * 32, received.OWN_ID))
        await press(pilot, "escape", "f4")
        screen = await choose_files(pilot, out)
        (file,) = screen.queue.files
        assert file.state is State.LOCKED
        await press(pilot, "enter", "text:sai mật khẩu", "enter")
        await settled(pilot)
        assert container.WRONG in " ".join(shown(pilot).split())
        await press(pilot, "enter", "text:mật khẩu gói", "enter")
        await settled(pilot)
        (file,) = screen.queue.files
        assert file.plan is not None
        assert file.plan.counts()["unchanged"] == everybody
        await press(pilot, "ctrl+s")
        await settled(pilot)
        assert screen.queue.files[0].taken
        assert len(list(staff.members(pilot.app.store))) == everybody
        assert len(units.all_units(pilot.app.store)) == 3
