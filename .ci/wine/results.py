"""Tells how the tests went: `results.py RESULTS.xml FAULTS.toml`; fails where one failed that is not Wine's fault."""

import sys
import tomllib
from pathlib import Path
from xml.etree import ElementTree


def main(results: Path, faults: Path) -> int:
    """Print passed, skipped and failed, each failure by name, and what is Wine's fault with its reason."""
    wine = tomllib.loads(faults.read_text(encoding="utf-8"))
    excused: dict[str, str] = wine["tests"]
    passed = skipped = 0
    ours, theirs = [], []
    for case in ElementTree.parse(results).iter("testcase"):
        name = f"{case.get('classname', '').replace('.', '/')}::{case.get('name')}".removeprefix("::")
        wrong = [part for part in case if part.tag in ("failure", "error")]
        if wrong:
            (theirs if name in excused else ours).append((name, (wrong[0].get("message") or "").split("\n")[0][:160]))
        elif any(part.tag == "skipped" for part in case):
            skipped += 1
        else:
            passed += 1
    print(f"\nWindows: {passed} passed, {skipped} skipped, {len(ours)} failed, {len(theirs)} failed by Wine's fault")
    lines = [f"  FAILED {name}: {why}" for name, why in ours]
    lines += [f"  Wine's fault: {name}: {excused[name]}" for name, _ in theirs]
    lines += [f"  Wine's fault, worked around: {name}: {why}" for name, why in wine["worked_around"].items()]
    print("\n".join(lines))
    return 1 if ours or not passed else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
