"""An area that takes in bundles of stations sends one itself: the province has the same tree, people and figures."""

from pathlib import Path

from exporters.bundle import export_bundle
from store import settings
from store.database import Store
from store.opening import open_store
from store.people import units
from store.people.tree import tree
from tests.bundles import stations as bundled
from tests.bundles.stations import PASSPHRASE, figures_of, form_of, people_of, take_in


def test_a_bundle_of_bundles(sender: Store, province: Store, base: Path, tmp_path: Path) -> None:
    path = tmp_path / "khu vực.sqlite3"
    path.write_bytes(base.read_bytes())
    with open_store(path) as area:
        settings.save(area, station_name="Trung tâm Y tế khu vực Tri Tôn")
        units.add(area, "Trung tâm Y tế khu vực Tri Tôn", kind="area")
        export_bundle(sender, tmp_path / "5.tyt", passphrase=PASSPHRASE)
        take_in(area, tmp_path / "5.tyt")
        with bundled.station(base, tmp_path / "6.sqlite3", 6) as other:
            export_bundle(other, tmp_path / "6.tyt", figures_only=True)
            take_in(area, tmp_path / "6.tyt")
            below = form_of(other).total.figures
        export_bundle(area, tmp_path / "a.tyt", passphrase=PASSPHRASE)
        take_in(province, tmp_path / "a.tyt")
        assert people_of(province) == people_of(area) == people_of(sender)
        assert figures_of(province) == figures_of(area)
    whole = form_of(province).total.figures
    assert whole == {key: number + below[key] for key, number in form_of(sender).total.figures.items()}
    by_id = {unit.id: unit.name for unit in units.all_units(province)}
    school = next(unit for unit in units.all_units(province) if unit.name == "Trường Tiểu học A")
    way = [by_id[unit_id] for unit_id in tree(province).path(school.id)]
    assert way == ["Trung tâm Y tế khu vực Tri Tôn", "Trạm Y tế xã Tân Lập 5", "Trường Tiểu học A"]
