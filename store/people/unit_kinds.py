"""Guesses what kind of unit a name means, and which sector it belongs to; the person may say otherwise."""

from store.text import fold

#: The first words of a folded name, the kind that they tell, and the sector where the kind does not tell it.
_FIRST_WORDS: tuple[tuple[str, str, str], ...] = (
    ("diem tram", "station_point", ""),
    ("tram y te", "health_station", ""),
    ("truong", "school", ""),
    ("mam non", "school", ""),
    ("mau giao", "school", ""),
    ("nhom tre", "school", ""),
    ("tieu hoc", "school", ""),
    ("thcs", "school", ""),
    ("thpt", "school", ""),
    ("ubnd", "committee", ""),
    ("uy ban nhan dan", "committee", ""),
    ("hoi dong nhan dan", "committee", ""),
    ("benh vien", "health_facility", ""),
    ("benh xa", "health_facility", ""),
    ("phong kham", "health_facility", ""),
    ("trung tam y te", "health_facility", ""),
    ("nha thuoc", "health_facility", ""),
    ("nha ho sinh", "health_facility", ""),
    ("phong y te", "office", "health"),
    ("phong giao duc", "office", "education"),
    ("trung tam giao duc", "office", "education"),
    ("trung tam hoc tap", "office", "education"),
    ("phong", "office", ""),
    ("ban", "office", ""),
    ("trung tam", "office", ""),
    ("cong an", "office", ""),
    ("cong doan", "association", ""),
    ("doan", "association", ""),
    ("hoi", "association", ""),
    ("lien doan lao dong", "other", "union"),
    ("mat tran", "other", "union"),
    ("ubmttq", "other", "union"),
    ("uy ban mat tran", "other", "union"),
    ("so y te", "other", "health"),
    ("so giao duc", "other", "education"),
    ("so", "other", "government"),
    ("dang uy", "other", "government"),
    ("bao hiem xa hoi", "other", "government"),
    ("chi cuc", "other", "government"),
    ("kho bac", "other", "government"),
    ("thue", "other", "government"),
    ("toa an", "other", "government"),
    ("vien kiem sat", "other", "government"),
    ("hai quan", "other", "government"),
    ("van phong", "other", "government"),
    ("cong ty", "other", "enterprise"),
    ("doanh nghiep", "other", "enterprise"),
    ("hop tac xa", "other", "enterprise"),
    ("ho kinh doanh", "other", "enterprise"),
    ("ngan hang", "other", "enterprise"),
    ("quy tin dung", "other", "enterprise"),
    ("nha may", "other", "enterprise"),
    ("xi nghiep", "other", "enterprise"),
    ("cua hang", "other", "enterprise"),
    ("buu dien", "other", "enterprise"),
)
_SECTOR_OF_KIND = {
    "health_station": "health",
    "station_point": "health",
    "health_facility": "health",
    "school": "education",
    "committee": "government",
    "office": "government",
    "association": "union",
}


def _first_words(name: str) -> tuple[str, str]:
    folded = fold(name) + " "
    found = ((kind, sector) for words, kind, sector in _FIRST_WORDS if folded.startswith(f"{words} "))
    return next(found, ("other", ""))


def guess_kind(name: str) -> str:
    """The kind that the first words of `name` tell; `other` when they tell none."""
    return _first_words(name)[0]


def guess_sector(name: str, kind: str) -> str:
    """The sector of a unit of that name and kind: the kind, which a person may have chosen, counts for more."""
    told, sector = _first_words(name)
    return (sector if told == kind else "") or _SECTOR_OF_KIND.get(kind, "other")
