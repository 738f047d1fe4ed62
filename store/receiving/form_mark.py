"""Defines the hidden mark in a form that the station sends out, which tells unit and period when it comes back."""

from collections.abc import Iterable, Sequence

from store.frozen import frozen
from store.text import clean

#: The hidden sheet that carries the mark; its first two columns are (word, value).
SHEET = "_tramyte"

TEMPLATE, FEEDBACK = "template", "feedback"
CALL_LIST = "call list"  # of who lacks what: nothing of it is read back
PRINTED = "printed"  # any other paper of which nothing is read back; its name stands in the place of the unit
SHOWN = "danh sách chép từ màn hình"  # that name
SHOWN_SINCE = "Như trên màn hình lúc"  # begins what such a list says of itself; in a text file its last head
REPORT = "report"  # of progress: its unit is the station, `period` the day that its figures are of
FIGURES = "figures"  # a table of citizens' figures
TRACKED = "tracked"  # a table of tasks, data sources, organisation accounts or of registers
#: A text file bears no mark: this list is known by its heads.
CALL_LIST_CSV_HEADS = ("Đơn vị", "Khoa/phòng", "Họ và tên", "Điện thoại", "Còn thiếu", "Lý do")
DHIS2_ENDING = ".json"  # figures that came back from DHIS2; they come in as a table of citizens' figures
OWN_TABLES = (FIGURES, TRACKED)  # read back cell by cell; their names stand in the place of the unit
_HEAD_OF = "head "
#: Word of the sheet -> field of the mark.
_WORDS = {
    "form": "kind", "unit": "unit", "version": "version", "period": "period", "campaign": "campaign",
    "made": "written_at", "submission": "submission", "sha256": "sha256", "people": "people", "station": "station",
}  # fmt: skip


@frozen
class FormMark:
    """The mark that the station writes into a form before sending it out."""

    kind: str  # one of the above
    unit: str  # its name in the store
    version: int = 1  # of the unit's submissions: the one expected, or the one that is answered
    period: str = ""  # first day of the period, YYYY-MM-DD; of figures "daily 2026-06-23"
    campaign: str = ""
    written_at: str = ""  # when the form was written, ISO; what the unit fills in is of a later day
    submission: int | None = None  # that a feedback is about
    sha256: str = ""  # of the file that a feedback is about: ids of another store may be the same
    people: int = 0  # of a report: how many it counts
    station: str = ""  # the name of the station that wrote it; "" in older forms
    #: Units as the titles of that file spell them: the mark does not contradict these. Of a report its only unit.
    titled: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()  # sheets of the station's own words, without people
    heads: tuple[tuple[str, str], ...] = ()  # (field, head) of a template's columns

    def rows(self) -> list[tuple[str, str]]:
        """The mark as (word, value) rows for the hidden sheet."""
        words = [
            *((word, str(getattr(self, name) or "")) for word, name in _WORDS.items()),
            *(("titled", name) for name in self.titled),
            *(("cover", name) for name in self.covers),
            *((f"{_HEAD_OF}{field}", head) for field, head in self.heads),
        ]
        return [(word, value) for word, value in words if value]

    @classmethod
    def from_rows(cls, rows: Iterable[Sequence[str]]) -> "FormMark | None":
        """Read the mark from rows of a hidden sheet, also if a spreadsheet program saved them; None without a unit."""
        pairs = [(row[0], row[1]) for row in rows if len(row) > 1 and row[1]]
        words = dict(reversed(pairs))  # of a word that stands twice, the first
        if not clean(words.get("unit", "")):
            return None
        number, version, people = (words.get(word, "") for word in ("submission", "version", "people"))
        return cls(
            words.get("form", TEMPLATE),
            clean(words["unit"]),
            int(version) if version.isdecimal() else 1,
            words.get("period", ""),
            words.get("campaign", ""),
            words.get("made", ""),
            int(number) if number.isdecimal() else None,
            words.get("sha256", ""),
            int(people) if people.isdecimal() else 0,
            clean(words.get("station", "")),
            titled=tuple(value for word, value in pairs if word == "titled"),
            covers=tuple(value for word, value in pairs if word == "cover"),
            heads=tuple((word.removeprefix(_HEAD_OF), value) for word, value in pairs if word.startswith(_HEAD_OF)),
        )
