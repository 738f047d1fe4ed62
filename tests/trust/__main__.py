"""`python -m tests.trust`: all that can be done to a store, for as long as it takes, with the counts of each kind.

Faults at every step of what writes, then damaged stores, then several windows on one store. Linux with a C compiler.
"""

import subprocess
import sys

PARTS = (
    ("tests.trust.damage", "--number", "2000"),
    ("tests.trust.two_windows", "--seconds", "300"),
    ("tests.trust.every_step", "--verbose", *sys.argv[1:]),
)

if __name__ == "__main__":
    sys.exit(max(subprocess.run([sys.executable, "-m", *part], check=False).returncode for part in PARTS))
