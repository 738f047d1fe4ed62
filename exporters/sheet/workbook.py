"""Makes the workbook of a paper and its sheets: written completely or not at all, with the same bytes each time."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, BinaryIO

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError, FileSizeError
from xlsxwriter.worksheet import Worksheet

from exporters.sheet.look import DEFAULT_SIZE, Look
from exporters.sheet.metrics import FONT
from exporters.writing import ExportError, replacing
from store.receiving.form_mark import SHEET, FormMark
from store.whole_files import scratch_folder

_LONGEST_FOOT = 200  # letters; Excel opens no file with more than 255


class Sheet(Worksheet):
    """A worksheet without a number on its first page, with rows that fit their text, and of any length."""

    goes_on = False  # behind another sheet of the same paper: its first page has a number too
    foot = ""  # at the left of the foot of each page

    def __init__(self) -> None:
        super().__init__()
        self._fitting: set[int] = set()  # rows that fit their text
        self._fits = False  # the row that is being written

    def _write_header_footer(self) -> None:
        self._xml_start_tag("headerFooter", [] if self.goes_on else [("differentFirst", 1)])
        foot = f'&L&"{FONT},Italic"&10{self.foot[:_LONGEST_FOOT].replace("&", "&&")}' if self.foot else ""
        self._xml_data_element("oddHeader", f'&C&"{FONT},Regular"&13&P')
        if foot:
            self._xml_data_element("oddFooter", foot)
        if foot and not self.goes_on:
            self._xml_data_element("firstFooter", foot)
        self._xml_end_tag("headerFooter")

    def fit_row(self, row: int, height: float) -> None:
        """Give a row a height that adapts when somebody changes its text."""
        self.set_row(row, height)
        self._fitting.add(row)

    def _write_row(self, row: int, *others: Any, **more: Any) -> None:
        self._fits = row in self._fitting
        super()._write_row(row, *others, **more)

    def _xml_start_tag_unencoded(self, tag: str, attributes: Any = ()) -> None:
        if tag == "row" and self._fits:
            attributes = [each for each in attributes if each[0] != "customHeight"]
        super()._xml_start_tag_unencoded(tag, attributes)

    def forget_rows(self, before: int) -> None:
        """Delete the heights of rows that are on disk: 100,000 of them take as much memory as all the rest.

        xlsxwriter keeps heights to place pictures, which no such list has. Without `constant_memory` nothing is on disk
        yet.
        """
        if not self.constant_memory:
            return
        for name in ("row_info", "set_rows", "row_sizes"):
            kept = getattr(self, name, {})
            for row in [row for row in kept if row < before]:
                del kept[row]
        self._fitting = {row for row in self._fitting if row >= before}


class _Target:
    """The open file that a workbook is zipped into; after a failed writing it ignores everything that is written.

    The zip file of a failed workbook tries to finish itself when it is deleted: that must neither fail once more on a
    full
    disk, with a traceback that nobody can catch, nor hold the file open, which Windows could not remove then.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._place: int | None = None  # once given up: where it would stand

    def give_up(self) -> None:
        self._place = 0

    def write(self, data: bytes) -> int:
        if self._place is None:
            return self._file.write(data)
        self._place += len(data)
        return len(data)

    def seek(self, offset: int, whence: int = 0) -> int:
        if self._place is None:
            return self._file.seek(offset, whence)
        self._place = offset
        return offset

    def tell(self) -> int:
        return self._file.tell() if self._place is None else self._place

    def flush(self) -> None:
        if self._place is None:
            self._file.flush()


@contextmanager
def workbook(
    out: Path, *, made_at: date, constant_memory: bool = False, mark: FormMark | None = None
) -> Iterator[Look]:
    """Open a workbook in the house style, written beside `out` and put in its place when it is complete.

    Args:
        out: the file.
        made_at: kept in the file as its time of making, so that the same paper gives the same file; of a
            day its first moment.
        constant_memory: for lists without end: rows go to a file in a folder beside `out` as they are written, so
            that a full disk shows there and nothing is left of it. Else everything is made in memory.
        mark: tells on a hidden last sheet what the paper is, in case the file is received back.

    Raises:
        ExportError: nothing was written.
    """
    with ExitStack() as stack:
        path = stack.enter_context(replacing(out))
        options: dict[str, Any] = {
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_format_properties": {"font_name": FONT, "font_size": DEFAULT_SIZE},
            "default_row_height": 21,
            "default_column_width": 72,
        }
        if constant_memory:
            scratch = stack.enter_context(scratch_folder(out.parent))
            options |= {"constant_memory": True, "tmpdir": str(scratch)}
        else:
            options |= {"in_memory": True}
        target = _Target(stack.enter_context(path.open("wb")))
        book = Workbook(target, options)
        book.worksheet_class = Sheet
        created = made_at if isinstance(made_at, datetime) else datetime.combine(made_at, time())
        book.set_properties({"created": created, "comments": "tramyte"})
        try:
            look = Look(book)
            yield look
            if mark is not None:
                write_mark(look, mark)
            _close(book)
        except BaseException:
            target.give_up()
            _let_go(book)
            raise


def _close(book: Workbook) -> None:
    try:
        book.close()
    except FileCreateError as error:
        raise error.args[0] from error  # the OSError that it wraps: `replacing` tells it
    except FileSizeError as error:
        raise ExportError("Danh sách dài quá mức một tệp Excel. Hãy xuất từng đơn vị, hoặc dạng csv.") from error


def _let_go(book: Workbook) -> None:
    """Close the row files of a workbook that will not be finished; Windows removes no open file."""
    for sheet in book.worksheets():
        if sheet.row_data_fh is not None:
            with suppress(OSError):
                sheet.row_data_fh.close()


def write_mark(look: Look, mark: FormMark) -> Worksheet:
    """Add the hidden sheet that tells whose form it is when it comes back; its columns from D on are free."""
    sheet = look.workbook.add_worksheet(SHEET, Worksheet)
    text = look.format(num_format="@")
    for row, line in enumerate(mark.rows()):
        for column, value in enumerate(line):
            sheet.write_string(row, column, value, text)
    sheet.very_hidden()
    return sheet
