"""The worksheet of all papers: with page numbers from the second page on, and of any length."""

from xlsxwriter.worksheet import Worksheet

from exporters.sheet.metrics import FONT


class Sheet(Worksheet):
    """A worksheet whose first page has no page number, and which can be of any length."""

    def _write_header_footer(self) -> None:
        self._xml_start_tag("headerFooter", [("differentFirst", 1)])
        self._xml_data_element("oddHeader", f'&C&"{FONT},Regular"&13&P')
        self._xml_end_tag("headerFooter")

    def forget_rows(self, before: int) -> None:
        """Let go of the heights of rows that are on disk: 100,000 of them take as much memory as all the rest.

        xlsxwriter keeps them to place pictures by; no paper has one. In memory nothing is on disk before the end.
        """
        if not self.constant_memory:
            return
        for name in ("row_info", "set_rows", "row_sizes"):
            kept = getattr(self, name, {})
            for row in [row for row in kept if row < before]:
                del kept[row]
