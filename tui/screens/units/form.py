"""The form of one unit: name, kind, sector, parent, code, contact, whether files are awaited from it."""

import re
from collections.abc import Mapping, Sequence

from store.history import recording
from store.masks import cover_numbers
from store.models import SECTOR_LABELS, UNIT_KIND_LABELS
from store.people import units
from store.people.unit_kinds import guess_kind, guess_sector
from store.receiving import mappings
from tui.framework.form import Form
from tui.framework.form_field import FormField, Verdict
from tui.framework.form_screen import FormScreen, gone
from tui.widgets.dialogs import PickOne

_NO_PARENT = 0
_TYPED = ("name", "parent", "facility_code", "contact", "expected", "head")
_CODE = re.compile(r"[0-9]{5}\Z")

FIELDS = (
    FormField(
        "name", "Tên đơn vị", check=lambda value, _: None if value else Verdict("Phải có tên đơn vị", is_error=True)
    ),
    FormField("kind", "Loại", "choice", tuple(UNIT_KIND_LABELS.items()), hint="← → hoặc chữ đầu"),
    FormField("parent", "Trực thuộc", "pick", hint="Enter để chọn"),
    FormField(
        "facility_code",
        "Mã cơ sở KCB",
        check=lambda value, _: (
            None if not value or _CODE.match(value) else Verdict("Mã cơ sở gồm 5 chữ số", is_error=True)
        ),
        hint="5 chữ số, nếu có",
    ),
    FormField("contact", "Người liên hệ", hint="tên, số điện thoại", max_length=100, mask=cover_numbers),
    FormField("expected", "Chờ gửi tệp mỗi kỳ", "choice", (("1", "Có"), ("0", "Không")), hint="Sổ nhận, lời nhắc"),
    FormField("sector", "Khối", "choice", tuple(SECTOR_LABELS.items()), hint="kế hoạch đòi mỗi khối một khác"),
    FormField("head", "Thủ trưởng", hint="họ tên, ký biểu của riêng đơn vị", max_length=100),
)


class UnitScreen(FormScreen[int]):
    """The form of a unit or a new one; answers its id when it was written."""

    PLACE_TITLE = "Một đơn vị"
    UNSAVED = "Đơn vị này chưa được ghi"

    def __init__(self, unit_id: int | None) -> None:
        super().__init__()
        self.unit_id = unit_id
        self.chosen: set[str] = set()  # of kind and sector what the person chose: it is guessed no more

    def heading(self) -> str:
        """The title, with the other names by which files call the unit."""
        if self.unit_id is None:
            return "Đơn vị mới"
        names = mappings.names_of(self.store, self.unit_id)
        return f"Sửa đơn vị (trong tệp còn ghi: {'; '.join(names)})" if names else "Sửa đơn vị"

    def form_fields(self) -> Sequence[FormField]:
        """The fields of a unit."""
        return FIELDS

    def stored_values(self) -> Mapping[str, str]:
        """The stored values of the unit."""
        if self.unit_id is None:
            return {"kind": "other", "sector": "other", "expected": "1"}
        listed = units.all_units(self.store)  # a closed one is on no list, so that no form of it is opened
        unit = next((each for each in listed if each.id == self.unit_id), None) or gone("Đơn vị này")
        parent = units.get(self.store, unit.parent_id).name if unit.parent_id else ""
        known = {field.name: str(getattr(unit, field.name) or "") for field in FIELDS if field.name != "parent"}
        return {**known, "parent": parent, "expected": str(unit.expected)}

    def on_form_saved(self, event: Form.Saved) -> None:
        """Guess kind and sector of a new unit from its name, until the person chooses them."""
        if event.name in ("kind", "sector"):
            self.chosen.add(event.name)
        if event.name not in ("name", "kind") or self.unit_id is not None:
            return
        form, name = self.form, self.form.typed("name")
        if "kind" not in self.chosen:
            form.set_value("kind", guess_kind(name))
        if "sector" not in self.chosen:
            form.set_value("sector", guess_sector(name, form.typed("kind")))

    def on_form_opened(self, event: Form.Opened) -> None:
        """Ask for the parent unit."""
        known = [(unit.id, unit.name) for unit in units.all_units(self.store) if unit.id != self.unit_id]
        options = [(_NO_PARENT, "Không trực thuộc đơn vị nào"), *known]
        self.app.push_screen(PickOne("Trực thuộc", options, typed=event.typed), self._chosen)

    def _chosen(self, answer: object) -> None:
        if not isinstance(answer, int):
            return
        self.form.set_value("parent", units.get(self.store, answer).name if answer else "")
        self.form.action_step(1)

    def write(self, values: dict[str, str]) -> int | None:
        """Write the unit as one step of undo; if another unit has the name, show that and stay open."""
        store, name = self.store, values["name"]
        rest: dict[str, str | int | None] = {
            "kind": values["kind"] or "other",
            "sector": values["sector"] or "other",
            "parent_id": next((each.id for each in units.all_units(store) if each.name == values["parent"]), None),
            "facility_code": values["facility_code"] or None,
            "contact": values["contact"] or None,
            "head": values["head"] or None,
            "expected": int(values["expected"] or "1"),
        }
        namesake = units.find(store, name)
        if namesake is not None and namesake.id != self.unit_id:
            self.form.say("name", Verdict(f"Đã có đơn vị tên “{namesake.name}”", is_error=True))
            self.form.focus_field("name")
            return None
        if self.unit_id is None:
            with recording(store, "unit", f"Thêm đơn vị {name}"):
                self.unit_id = units.add(store, name)
                units.edit(store, self.unit_id, **rest)
        else:
            units.edit(store, self.unit_id, name=name, **rest)
        return self.unit_id

    @property
    def has_typing(self) -> bool:
        """Whether closing would lose typed or chosen values; guessed kinds and sectors do not count."""
        return bool(self.chosen) or any(self.form.typed(name).strip() != self.form.given[name] for name in _TYPED)
