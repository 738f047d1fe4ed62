"""A form from one declaration: what is typed lands in its field, is checked there, and is saved when it is left."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

import pytest
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.widgets import Static

from store.text import parse_date_entry
from tests.tui.typing_as_unikey import bursts, feed
from tui.framework.form import Form
from tui.framework.form_field import FormField, Verdict
from tui.widgets.form_fields import ChoiceField

DOWN, UP, SHIFT_TAB, CTRL_S = "\x1b[B", "\x1b[A", "\x1b[Z", "\x13"


def _name(value: str, _: Mapping[str, str]) -> Verdict | None:
    return None if value else Verdict("Phải có họ và tên", is_error=True)


def _born(value: str, _: Mapping[str, str]) -> Verdict | None:
    if value and parse_date_entry(value) is None:
        return Verdict("Không phải ngày. Ghi ngày/tháng/năm hoặc năm, ví dụ 05/01/1984", is_error=True)
    return Verdict("Còn nhỏ tuổi quá?") if value > "2020" else None


FIELDS = (
    FormField("name", "Họ và tên", check=_name, normal=lambda value: " ".join(value.split())),
    FormField("born", "Ngày sinh", check=_born, hint="ngày/tháng/năm, hoặc năm"),
    FormField("sex", "Giới tính", "choice", (("nam", "Nam"), ("nữ", "Nữ"))),
    FormField("kind", "Loại", "choice", (("d", "Đã"), ("c", "Chưa"), ("k", "Không áp dụng"), ("r", "Chưa rõ"))),
    FormField("unit", "Đơn vị", "pick"),
    FormField("note", "Ghi chú"),
)


class Paper(ModalScreen[str]):
    """A form that closes by Ctrl+S, as the screens of the program do."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "save", priority=True)]

    def __init__(self, values: Mapping[str, str], fields: Sequence[FormField], refused: str) -> None:
        super().__init__()
        self.given, self.fields, self.refused = values, fields, refused
        self.log_of: list[str] = []

    def compose(self) -> ComposeResult:
        yield Form(self.fields, self.given)

    def on_mount(self) -> None:
        self.query_one(Form).focus_field(self.fields[0].name)

    def on_form_saved(self, event: Form.Saved) -> None:
        if event.name == self.refused:
            self.query_one(Form).values[event.name] = self.given.get(event.name, "")
        else:
            self.log_of.append(f"{event.name}={event.value}")

    def on_form_opened(self, event: Form.Opened) -> None:
        self.log_of.append(f"open {event.name}")

    def on_form_finished(self) -> None:
        self.action_save()

    def action_save(self) -> None:
        self.query_one(Form).settle(lambda wrong: self.log_of.append("wrong " + " ".join(wrong) if wrong else "closed"))


class Office(App[None]):
    def __init__(self, refused: str = "", fields: Sequence[FormField] = FIELDS, **values: str) -> None:
        super().__init__()
        self.paper = Paper(values, fields, refused)

    def on_mount(self) -> None:
        self.push_screen(self.paper)


def form(pilot: Pilot[None]) -> Form:
    return pilot.app.screen.query_one(Form)


def said(pilot: Pilot[None], name: str) -> str:
    return str(pilot.app.screen.query_one(f"#say-{name}", Static).render())


@pytest.mark.parametrize("leave", ["\t", "\r", DOWN], ids=["tab", "enter", "down"])
@pytest.mark.parametrize(("method", "key"), [("telex", "\x7f"), ("telex", "\x08"), ("vni", "\x7f"), ("vni", "\x08")])
async def test_one_burst_over_several_fields_fills_each_of_them(leave: str, method: str, key: str) -> None:
    app = Office()
    async with app.run_test() as pilot:
        name = "".join(bursts("Đỗ Thị Mỹ Dung", method=method, backspace=key))
        await feed(pilot, name + leave + "1984" + leave + "2" + leave + "1" + leave)
        assert form(pilot).typed_values() == {
            "name": "Đỗ Thị Mỹ Dung", "born": "1984", "sex": "nữ", "kind": "d", "unit": "", "note": "",
        }  # fmt: skip
        assert app.paper.log_of == ["name=Đỗ Thị Mỹ Dung", "born=1984", "sex=nữ", "kind=d"]
        assert form(pilot).current == "unit"


@pytest.mark.parametrize("back", [SHIFT_TAB, UP], ids=["shift-tab", "up"])
async def test_back_in_one_burst_corrects_the_field_before(back: str) -> None:
    async with Office().run_test() as pilot:
        await feed(pilot, "Lê Nan\t1984" + back + "\x7fm")
        assert form(pilot).typed_values()["name"] == "Lê Nam"
        assert form(pilot).current == "name"


async def test_ctrl_s_in_the_burst_saves_what_was_typed_before_it_and_then_closes() -> None:
    app = Office(name="Lê Nam")
    async with app.run_test() as pilot:
        await feed(pilot, " Anh\t1990" + CTRL_S)
        assert app.paper.log_of == ["name=Lê Nam Anh", "born=1990", "closed"]


async def test_enter_on_the_last_field_saves_it_and_finishes() -> None:
    app = Office(fields=[FIELDS[0], FIELDS[-1]])
    async with app.run_test() as pilot:
        await feed(pilot, "Lê Nam\rđi học\r")
        assert app.paper.log_of == ["name=Lê Nam", "note=đi học", "closed"]


async def test_an_error_keeps_the_field_from_being_saved_and_says_why() -> None:
    app = Office(name="Lê Nam")
    async with app.run_test() as pilot:
        await feed(pilot, "\t31/02/1984\t")
        assert app.paper.log_of == []
        assert "✗ Không phải ngày" in said(pilot, "born")
        await feed(pilot, CTRL_S)
        assert app.paper.log_of == ["wrong born"]


async def test_a_remark_does_not_keep_it() -> None:
    app = Office(name="Lê Nam")
    async with app.run_test() as pilot:
        await feed(pilot, "\t2023\t")
        assert app.paper.log_of == ["born=2023"]
        assert said(pilot, "born") == "! Còn nhỏ tuổi quá?"


async def test_what_the_screen_could_not_save_keeps_the_form_open() -> None:
    app = Office(refused="note", name="Lê Nam")
    async with app.run_test() as pilot:
        form(pilot).focus_field("note")
        await feed(pilot, "đi học" + CTRL_S)
        assert app.paper.log_of == ["wrong note"]


async def test_a_value_is_written_in_its_normal_form_when_the_field_is_left() -> None:
    app = Office()
    async with app.run_test() as pilot:
        await feed(pilot, "  Lê   Nam \t")
        assert form(pilot).typed("name") == "Lê Nam"
        assert app.paper.log_of == ["name=Lê Nam"]


async def test_escape_gives_the_field_its_value_back_once() -> None:
    async with Office(name="Lê Nam").run_test() as pilot:
        await feed(pilot, " sai")
        assert form(pilot).revert()
        assert form(pilot).typed("name") == "Lê Nam"
        assert not form(pilot).revert()


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        ("2", "c"),
        ("\x1b[C", "d"),
        ("\x1b[D", "r"),
        ("  ", "c"),
        ("k", "k"),
        ("".join(bursts("đã")), "d"),
        ("".join(bursts("chưa r")), "r"),
        ("".join(bursts("Không")), "k"),
        ("2\x1b[3~", ""),
        ("9", ""),
    ],
    ids=["digit", "right", "left", "space", "letter", "telex", "longer", "capital", "delete", "no-such-digit"],
)
async def test_a_choice_is_made_by_arrows_digits_or_letters(keys: str, value: str) -> None:
    async with Office(name="Lê Nam").run_test() as pilot:
        form(pilot).focus_field("kind")
        await feed(pilot, keys)
        assert form(pilot).typed("kind") == value


async def test_choosing_what_stands_already_saves_nothing() -> None:
    app = Office(name="Lê Nam", kind="c")
    async with app.run_test() as pilot:
        form(pilot).focus_field("kind")
        await feed(pilot, "2")
        assert app.paper.log_of == []


@pytest.mark.parametrize("key", ["\r", " "])
async def test_enter_or_space_opens_what_is_chosen_in_a_dialog(key: str) -> None:
    app = Office(name="Lê Nam")
    async with app.run_test() as pilot:
        form(pilot).focus_field("unit")
        await feed(pilot, key)
        assert app.paper.log_of == ["open unit"]


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_an_error_can_be_read_whole(size: tuple[int, int]) -> None:
    async with Office(name="Lê Nam").run_test(size=size) as pilot:
        await feed(pilot, "\t31/02/1984\t")
        message = pilot.app.screen.query_one("#say-born", Static)
        field = form(pilot).widget_of("born")
        whole = len("✗ Không phải ngày. Ghi ngày/tháng/năm hoặc năm, ví dụ 05/01/1984")
        assert message.content_size.width * message.content_size.height >= whole
        assert message.region.right <= size[0]
        assert (message.region.y > field.region.y) == (size == (80, 24))


async def test_a_form_longer_than_the_screen_follows_the_field_that_has_the_focus() -> None:
    fields = [FormField(f"line{number}", f"Dòng {number}") for number in range(40)]
    async with Office(fields=fields).run_test(size=(80, 24)) as pilot:
        await feed(pilot, "\t" * 39 + "cuối")
        await pilot.pause()
        last = form(pilot).widget_of("line39")
        assert form(pilot).typed("line39") == "cuối"
        assert 0 <= last.region.y < 24


async def test_a_choice_can_be_seen_without_colour() -> None:
    async with Office(name="Lê Nam").run_test() as pilot:
        field = form(pilot).widget_of("kind")
        assert isinstance(field, ChoiceField)
        assert str(field.render()) == "‹ (chưa ghi) ›"
        field.show("c")
        assert str(field.render()) == "‹ Chưa ›"
