"""The ids of all keys: a person's own keymap names them, so that none may change or go."""

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from textual.binding import Binding

import tui

_KEPT = Path(__file__).with_name("key_ids.txt")


def _bindings() -> Iterator[tuple[str, Binding]]:
    for module in pkgutil.walk_packages(tui.__path__, "tui."):
        if module.name == "tui.__main__":
            continue
        for kind in vars(import_module(module.name)).values():
            if isinstance(kind, type) and kind.__module__ == module.name:
                yield from ((kind.__name__, binding) for binding in kind.__dict__.get("BINDINGS", ()))


def test_every_key_keeps_its_id_and_what_it_does() -> None:
    lines = {
        f"{binding.id}  {binding.key}  {kind}: {binding.action}{'  shown' * binding.show}{'  first' * binding.priority}"
        for kind, binding in _bindings()
    }
    assert sorted(lines) == _KEPT.read_text("utf-8").splitlines()


def test_every_key_says_what_it_is_for() -> None:
    assert [binding.id for _, binding in _bindings() if not (binding.description and binding.tooltip)] == []
