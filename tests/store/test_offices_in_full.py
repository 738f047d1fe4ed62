"""The offices that a paper is addressed to: told in full where the station said who they are."""

import pytest

from store.settings import Settings, in_full

HERE = Settings(health_office_name="Sở Y tế tỉnh An Giang", parent_name="UBND xã Vĩnh Gia")


@pytest.mark.parametrize(
    ("office", "known", "expected"),
    [
        ("Sở Y tế", HERE, "Sở Y tế tỉnh An Giang"),
        ("Ủy ban nhân dân xã", HERE, "Ủy ban nhân dân xã Vĩnh Gia"),
        ("Uỷ ban nhân dân xã", Settings(parent_name="Ủy ban nhân dân xã Tri Tôn"), "Uỷ ban nhân dân xã Tri Tôn"),
        # Another office, one that is told in full already, capitals, a station that said nothing.
        ("Ủy ban nhân dân tỉnh", HERE, "Ủy ban nhân dân tỉnh"),
        ("Sở Y tế tỉnh An Giang", HERE, "Sở Y tế tỉnh An Giang"),
        ("Sở Y tế", Settings(health_office_name="SỞ Y TẾ TỈNH AN GIANG"), "Sở Y tế"),
        ("Sở Y tế", Settings(), "Sở Y tế"),
    ],
)
def test_an_office_is_told_by_its_place(office: str, known: Settings, expected: str) -> None:
    assert in_full(office, known) == expected
