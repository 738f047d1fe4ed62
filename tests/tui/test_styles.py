"""Every rule of the style sheet is of a class that takes it."""

import pkgutil
import re
from importlib import import_module
from pathlib import Path

import tui
from tui import styles

_SHEET = Path(styles.__file__).with_name("tramyte.tcss").read_text("utf-8")


def test_every_rule_is_taken_by_its_class_and_by_no_other() -> None:
    taken = []
    for module in pkgutil.walk_packages(tui.__path__, "tui."):
        if module.name == "tui.__main__":
            continue
        for kind in vars(import_module(module.name)).values():
            if isinstance(kind, type) and kind.__module__ == module.name:
                taken += [kind.__dict__[name] for name in ("CSS", "DEFAULT_CSS") if kind.__dict__.get(name)]
    names = [re.findall(r"^\w+", rules, re.MULTILINE)[0] for rules in taken]
    assert sorted(names) == sorted(set(re.findall(r"^(\w+).*\{", _SHEET, re.MULTILINE)))
    assert sum(rules.count("{") for rules in taken) == _SHEET.count("{")
