"""How everything looks: the rules of `tramyte.tcss`. Each widget takes its own as its DEFAULT_CSS, screens unasked.

As one CSS_PATH of the app they would cost the start 30 ms, most of them for screens that nobody has opened yet; a
CSS_PATH of a screen makes Textual parse everything anew when the screen is first opened.
"""

import re
from collections import defaultdict
from functools import cache
from pathlib import Path

_RULE = re.compile(r"^(\w+)[^{]*\{[^}]*\}", re.MULTILINE)


def css_of(class_name: str) -> str:
    """The rules of `tramyte.tcss` that begin with the name of that class; "" where there are none."""
    return _rules().get(class_name, "")


@cache
def _rules() -> dict[str, str]:
    rules: defaultdict[str, str] = defaultdict(str)
    for rule in _RULE.finditer(Path(__file__).with_name("tramyte.tcss").read_text("utf-8")):
        rules[rule[1]] += rule[0] + "\n"
    return dict(rules)
