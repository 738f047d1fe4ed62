"""calamine tells no merged cells of an OpenDocument sheet; a mark over several items counts for all of them there too."""

import zlib
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P

from importers import intake
from importers.grids.workbook_rows import DAMAGED, messages
from store.database import Store
from store.models import State

HEAD = ["STT", "Họ và tên", "Ngày sinh", "Mức 2", "BHYT"]


def test_a_mark_over_several_items_counts_for_all(store: Store, tmp_path: Path) -> None:
    book = OpenDocumentSpreadsheet()
    for title in ("Bìa", "DS"):  # merged cells belong to their own sheet
        table = Table(name=title)
        book.spreadsheet.addElement(table)
        lines = [HEAD, ["1", "Lê Văn An", "01/02/1980", "x"], ["2", "Tô Thị Bé", "03/04/1985", "x", "chưa"]]
        for texts in lines if title == "DS" else [["TRƯỜNG TIỂU HỌC A"]]:
            row = TableRow()
            table.addElement(row)
            for place, text in enumerate(texts):
                is_over_two = len(texts) == 4 and place == 3
                cell = TableCell(valuetype="string", **({"numbercolumnsspanned": 2} if is_over_two else {}))
                cell.addElement(P(text=text))
                row.addElement(cell)
                if is_over_two:
                    row.addElement(CoveredTableCell())
    path = tmp_path / "gộp.ods"
    book.save(str(path))
    plan = intake.read(store, path, answers=intake.Answers(unit="Trường Tiểu học A")).plan
    assert plan is not None
    states = [row.incoming.person.states for row in plan.rows if row.incoming.person]
    assert [(one["level2_account"], one["bhyt_linked"]) for one in states] == [
        (State.DONE, State.DONE),
        (State.DONE, State.TODO),
    ]


def test_a_damaged_archive_is_refused_and_ends_no_reader(tmp_path: Path) -> None:
    path = tmp_path / "hỏng.ods"
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", "<a>" + "".join(map(str, range(9999))) + "</a>")
    whole = bytearray(path.read_bytes())
    whole[60:80] = bytes(20)  # within the packed text
    path.write_bytes(whole)
    with pytest.raises(zlib.error):
        ZipFile(path).read("content.xml")
    assert list(messages(str(path))) == [("refused", DAMAGED)]
