"""The short form of `every_step`: some steps of each series, evenly spread; the long form goes through all of them."""

import shutil
import subprocess
import sys

import pytest

from tests.trust.works import WORKS


@pytest.mark.skipif(sys.platform != "linux" or shutil.which("cc") is None, reason="needs Linux and a C compiler")
@pytest.mark.timeout(600)
@pytest.mark.parametrize("work", WORKS)
def test_a_fault_at_a_step_leaves_before_or_after(work: str) -> None:
    command = [sys.executable, "-m", "tests.trust.every_step", "--most", "2", "--work", work]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 wrong" in done.stdout
