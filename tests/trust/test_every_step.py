"""The short form of `every_step`: some steps of each series, evenly spread; the long form goes through all of them."""

import shutil
import subprocess
import sys

import pytest

from tests.trust import daily_works, other_works, works


@pytest.mark.skipif(sys.platform != "linux" or shutil.which("cc") is None, reason="needs Linux and a C compiler")
@pytest.mark.timeout(600)
@pytest.mark.parametrize("work", works.WORKS | daily_works.WORKS | other_works.WORKS)
def test_a_fault_at_a_step_leaves_before_or_after(work: str) -> None:
    command = [sys.executable, "-m", "tests.trust.every_step", "--most", "2", "--work", work]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 wrong" in done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="forks")
@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    "command",
    [
        ("damage", "--number", "28"),
        ("two_windows", "--seconds", "2"),
        ("hostile", "--most", "1"),
        ("killed_typing", "--kills", "1"),
    ],
    ids=lambda c: c[0],
)
def test_the_short_form_of_each_part_finds_nothing_wrong(command: tuple[str, ...]) -> None:
    module, *options = command
    done = subprocess.run(
        [sys.executable, "-m", f"tests.trust.{module}", *options], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 wrong" in done.stdout
