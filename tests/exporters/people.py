"""A handful of people for the lists; not a test."""

from collections.abc import Iterator

from store.models import Item, Person, StaffMember, State

ITEMS = [
    Item(1, "cccd", 0, "Thẻ CCCD/CC", "CCCD", "everyone", None, 1.0, None),
    Item(2, "level2_account", 1, "Tài khoản định danh mức 2", "Mức 2", "everyone", None, 1.0, None),
    Item(3, "bhyt_linked", 2, "Tích hợp thẻ BHYT", "BHYT", "everyone", "level2_account", 1.0, None),
]


def person(
    number: int,
    name: str,
    states: tuple[State, State, State],
    *,
    unit: int = 1,
    reasons: dict[str, str] | None = None,
) -> StaffMember:
    return StaffMember(
        number,
        unit,
        {1: "Trạm Y tế xã Tri Tôn", 2: "Trường Tiểu học A"}[unit],
        None,
        None if number % 2 else "Bộ phận Dược",
        Person(
            name,
            birth_date="1984" if number % 2 else "1984-03-02",
            sex="nữ",
            citizen_id=f"0011840{number:05}",
            position="Y sĩ",
            employment="vien_chuc",
            phone="0912345678",
            note="Nghỉ thai sản đến tháng 9/2026",
            states=dict(zip((item.key for item in ITEMS), states, strict=True)),
            reasons=reasons or {},
            done_on={"cccd": "2026-06-01"},
        ),
    )


def staff() -> Iterator[StaffMember]:
    """Four people of two units; Bình lacks nothing."""
    done, todo, unknown, not_applicable = State.DONE, State.TODO, State.UNKNOWN, State.NOT_APPLICABLE
    yield person(1, "=1+1", (done, todo, todo), reasons={"level2_account": "Quên mật khẩu"})
    yield person(2, "Lê Văn Bình", (done, done, not_applicable))
    yield person(3, "Néang Sâm Ết", (done, done, unknown))
    yield person(4, "Công Tằng Tôn Nữ Thị Phương Thảo", (todo, unknown, unknown), unit=2)


def crowd(number: int) -> Iterator[StaffMember]:
    for place in range(number):
        yield person(place, f"Công Tằng Tôn Nữ Thị Phương Thảo {place}", (State.DONE, State.DONE, State.TODO))
