"""Người: one person, known or new: looked at, put right, added, found to be there already."""

from store import history
from store.errors import StoreError
from store.people import staff
from tui.framework.form import Verdict
from tui.keys import keys
from tui.screens.person.form import PersonForm
from tui.screens.person.strip_text import SHOWN_DOUBLES, described
from tui.widgets.dialogs import Ask, Choice

_NOBODY = 0


class PersonScreen(PersonForm):
    """One person, or a new one; answers the id of who was saved last, None when nobody was."""

    PLACE_TITLE = "Người"
    BINDINGS = keys(
        "person",
        ("ctrl+s", "save", "Ghi, đóng", "Ghi người này rồi đóng"),
        ("f8", "open_double", "Mở người ấy", "Sang người có thể là người này", "double"),
        ("f6", "about_state", "Lý do, ngày", "Lý do của mục chưa, ngày của mục đã có", "about"),
        ("escape", "leave", "Đóng", "Bỏ chữ đang gõ; bấm lần nữa để đóng"),
        ("f7", "log", "Nhật ký", "Những lần thay đổi của người này"),
        ("ctrl+n", "save_and_add", "Thêm nữa", "Ghi người này rồi thêm người nữa cùng đơn vị, khoa/phòng", "another"),
        # A modal screen stands before the app's own keys; these still mean what they mean everywhere.
        hidden=[
            ("ctrl+z", "app.undo", "Hoàn tác", "Lấy lại thay đổi vừa rồi"),
            ("ctrl+y", "app.redo", "Làm lại", "Làm lại điều vừa hoàn tác"),
        ],
        priority={"save", "another"},
    )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that mean something now."""
        if action == "log":
            return self.staff_id is not None
        if action == "save_and_add":
            return self.staff_id is None
        if action == "open_double":
            return bool(self.doubles)
        if action == "about_state":
            return self.choices.item_now() is not None
        return True

    def on_form_finished(self) -> None:
        """The last field was left: somebody new is written."""
        if self.staff_id is None:
            self.action_save()
        else:
            self.form.settle(self._at_the_end)

    def _at_the_end(self, wrong: list[str]) -> None:
        if wrong:
            self.form.focus_field(wrong[0])
        else:
            self.notify("Đây là ô cuối. Mọi điều đã được ghi; Esc để đóng.")

    def action_save(self) -> None:
        """Write what stands in the form and close."""
        self.form.settle(lambda wrong: self._save(wrong, then_another=False))

    def action_save_and_add(self) -> None:
        """Write somebody new and begin another."""
        self.form.settle(lambda wrong: self._save(wrong, then_another=True))

    def _save(self, wrong: list[str], *, then_another: bool) -> None:
        if self.staff_id is None and self.unit_id is None:
            self.form.say("unit", Verdict("Phải chọn đơn vị", is_error=True))
            wrong = ["unit", *wrong]
        if wrong:
            self.form.focus_field(wrong[0])
        elif self.staff_id is not None:
            self.dismiss(self.staff_id)
        else:
            self._add(then_another=then_another)

    def _add(self, *, then_another: bool) -> None:
        doubles = staff.similar(self.store, self.person_now())
        if not doubles:
            self._really_add(then_another=then_another)
            return

        def answered(answer: int | None) -> None:
            if answer == _NOBODY:
                self._really_add(then_another=then_another)
            elif answer is not None:
                self._become(answer)

        choices = [
            *(
                Choice(str(n), f"Mở {described(member)}", member.id)
                for n, member in enumerate(doubles[:SHOWN_DOUBLES], 1)
            ),
            Choice("9", "Vẫn thêm người mới", _NOBODY),
        ]
        question = "Trong sổ đã có người giống như vậy."
        self.app.push_screen(Ask("Có phải cùng một người không?", question, choices), answered)

    def _really_add(self, *, then_another: bool) -> None:
        assert self.unit_id is not None  # noqa: S101 - asked by the caller
        department = self.form.typed("department")
        try:
            self.answer = staff.add(self.store, self.person_now(), self.unit_id, department or None)
        except StoreError as error:
            self.app.tell(error)
            return
        if not then_another:
            self.dismiss(self.answer)
            return
        self.notify(f"Đã thêm {self.form.typed('full_name')}.")
        self.doubles = []
        self.choices.forget()
        for name, value in {**dict.fromkeys(self.form.values, ""), **self._values(), "department": department}.items():
            self.form.set_value(name, value)
        self.form.given = dict(self.form.values)
        for field in self.form.fields:
            self.form.say(field.name, None)
        self._show()
        self.form.focus_field("full_name")

    def action_open_double(self) -> None:
        """Go on with the one who is there already."""
        if len(self.doubles) == 1:
            self._become(self.doubles[0].id)
            return
        choices = [
            Choice(str(n), described(member), member.id) for n, member in enumerate(self.doubles[:SHOWN_DOUBLES], 1)
        ]

        def answered(answer: int | None) -> None:
            if answer is not None:
                self._become(answer)

        self.app.push_screen(Ask("Mở người nào?", "", choices), answered)

    def _become(self, staff_id: int) -> None:
        self.staff_id = self.answer = staff_id
        self.doubles = []
        for name, value in self._values().items():
            self.form.set_value(name, value)
        self._show()
        self.form.focus_field("full_name")
        self.show_strip()

    def action_leave(self) -> None:
        """First give the field its text back, then close; what is not written is asked about."""
        if not self.form.revert():
            self.form.settle(self._leave)

    def _leave(self, wrong: list[str]) -> None:
        if self.staff_id is None and not self.form.is_changed:
            self.dismiss(self.answer)
        elif self.staff_id is None:
            unnamed = "" if self.form.typed("full_name").strip() else "Chưa có họ và tên."
            self._ask_to_leave("Người này chưa được ghi", unnamed, "Ghi người này")
        elif wrong:
            labels = [field.label for field in self.form.fields if field.name in wrong]
            self._ask_to_leave("Có ô chưa ghi được", ", ".join(labels), "Sửa lại")
        else:
            self.dismiss(self.staff_id)

    def _ask_to_leave(self, title: str, body: str, stay: str) -> None:
        def answered(stays: bool | None) -> None:
            if stays:
                self.action_save()
            elif stays is False:
                self.dismiss(self.answer)

        self.app.push_screen(Ask(title, body, [Choice("1", stay, True), Choice("2", "Bỏ", False)]), answered)

    def action_log(self) -> None:
        """Show what was changed, when and by what."""
        if self.staff_id is None:
            return
        from tui.screens.person.log import PersonLog

        entries = history.entries_of(self.store, "staff", self.staff_id)
        self.app.push_screen(PersonLog(self.form.values["full_name"], entries))
