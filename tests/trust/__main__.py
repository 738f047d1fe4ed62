"""`python -m tests.trust`: all that can be done to a store, for as long as it takes, with the counts of each kind.

Hostile files and names, damaged stores, several windows on one store, text that is cut off by a kill, then faults at
every step of what writes. Linux with a C compiler.
"""

import subprocess
import sys

PARTS = (
    ("tests.trust.hostile",),
    ("tests.trust.killed_typing", "--kills", "30"),
    ("tests.trust.damage", "--number", "2000"),
    ("tests.trust.two_windows", "--seconds", "300"),
    ("tests.trust.every_step", "--verbose", *sys.argv[1:]),
)

if __name__ == "__main__":
    sys.exit(max(subprocess.run([sys.executable, "-m", *part], check=False).returncode for part in PARTS))
