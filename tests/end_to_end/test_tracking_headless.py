"""`tyt export tasks|indicators|datasets`: the same papers without the app."""

import json
from pathlib import Path

import pytest

from tests.end_to_end.command import tyt


@pytest.mark.parametrize(("paper", "count"), [("tasks", 7), ("indicators", 4), ("datasets", 3)])
def test_json_goes_to_standard_output_and_remarks_do_not(path: Path, paper: str, count: int) -> None:
    result = tyt(path, "export", paper, "-")
    assert result.returncode == 0, result.stderr
    assert len(json.loads(result.stdout)) == count


def test_what_is_not_complete_is_told(path: Path, tmp_path: Path) -> None:
    result = tyt(path, "export", "indicators", str(tmp_path / "a.xlsx"), "--period", "2026-06")
    assert "mới có 2/4 địa bàn" in result.stderr
    assert (
        tyt(path, "export", "indicators", str(tmp_path / "b.xlsx"), "--period", "05/2026").stderr.count("mới có") == 0
    )


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("tasks", "a.xlsx", "--campaign", "khong-co"), "Không có chiến dịch"),
        (("indicators", "a.xlsx", "--period", "2026-07"), "chưa tới"),
        (("datasets", "a.doc"), "đuôi"),
    ],
)
def test_what_cannot_be_written_is_refused_with_the_reason(
    path: Path, tmp_path: Path, arguments: tuple[str, ...], why: str
) -> None:
    paper, out, *options = arguments
    result = tyt(path, "export", paper, str(tmp_path / out), *options)
    assert result.returncode == 2
    assert why in result.stderr
    assert not (tmp_path / out).exists()
