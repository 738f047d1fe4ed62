"""Every fault that a reader may report has its words for the sender."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import importers
from store.outcome import Problem, packed, unpacked
from store.receiving.mending import MUST, NOTED, SUGGESTED, advice_to_sender

_REPORTS = {"wrong", "Parsed", "Told", "Problem", "_report"}
_CODE = re.compile(r"[a-z]+(_[a-z0-9]+)+\Z")


def reported() -> Iterator[str]:
    """The codes that stand in the source of the readers."""
    for file in Path(importers.__path__[0]).rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            values: list[ast.expr] = []
            if isinstance(node, ast.Call):
                name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                values = node.args if name in _REPORTS else []
            elif isinstance(node, ast.Tuple) and len(node.elts) == 3 and isinstance(node.elts[1], ast.JoinedStr):
                values = node.elts[:1]
            for value in values:
                if isinstance(value, ast.Constant) and isinstance(value.value, str) and _CODE.match(value.value):
                    yield value.value


def test_every_code_of_the_readers_tells_the_sender_what_to_do() -> None:
    codes = set(reported())
    assert {"birth_date_impossible", "citizen_id_short", "reason_without_todo", "name_damaged"} <= codes, (
        "the search finds codes"
    )
    assert codes - set(MUST) - set(SUGGESTED) - NOTED == set()


def test_an_unknown_code_tells_what_its_problem_advises() -> None:
    advised = Problem("", "new_one", "“x” không rõ", advice="Hãy ghi lại")
    assert advice_to_sender(advised) == "Hãy ghi lại."
    assert advised.text == "“x” không rõ. Hãy ghi lại"
    assert advice_to_sender(Problem("", "new_one", "“x” không rõ")) == "Xem lại và sửa ô này."


def test_what_version_0_1_kept_of_a_problem_is_read_whole() -> None:
    kept = '[["CCCD", "citizen_id_short", "“…1234” không đủ số. Hãy xin lại", "C4"]]'
    (problem,) = unpacked(kept)
    assert problem.text == "“…1234” không đủ số. Hãy xin lại"
    assert problem.cell == "C4"
    now = Problem("CCCD", "citizen_id_short", "“…1234” không đủ số", "C4", "Hãy xin lại")
    assert unpacked(packed([now])) == [now]
    assert now.text == problem.text
