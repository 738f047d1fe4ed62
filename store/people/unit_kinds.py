"""Guesses the kind and the sector of a unit from its name; the person may choose others."""

from store.text import fold

#: A kind, and the sector where the kind does not tell it: the first words of folded names that mean them.
_FIRST_WORDS = {
    ("station_point", ""): "diem tram",
    ("health_station", ""): "tram y te",
    ("school", ""): "truong, mam non, mau giao, nhom tre, tieu hoc, thcs, thpt",
    ("committee", ""): "ubnd, uy ban nhan dan, hoi dong nhan dan",
    ("health_facility", ""): "benh vien, benh xa, phong kham, trung tam y te, nha thuoc, nha ho sinh",
    ("office", "health"): "phong y te",
    ("office", "education"): "phong giao duc, trung tam giao duc, trung tam hoc tap",
    ("office", ""): "phong, ban, trung tam, cong an",
    ("area", ""): "khu vuc",
    ("association", ""): "cong doan, doan, hoi",
    ("other", "union"): "lien doan lao dong, mat tran, ubmttq, uy ban mat tran",
    ("other", "health"): "so y te",
    ("other", "education"): "so giao duc",
    ("other", "government"): (
        "so, dang uy, bao hiem xa hoi, chi cuc, kho bac, thue, toa an, vien kiem sat, hai quan, van phong"
    ),
    ("other", "enterprise"): (
        "cong ty, doanh nghiep, hop tac xa, ho kinh doanh, ngan hang, quy tin dung, nha may, xi nghiep, cua hang,"
        " buu dien"
    ),
}
_BY_WORDS = {words: meant for meant, listed in _FIRST_WORDS.items() for words in listed.split(", ")}
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
    """(kind, sector) of the longest known words that a name begins with."""
    folded = fold(name) + " "
    found = [words for words in _BY_WORDS if folded.startswith(words + " ")]
    return _BY_WORDS[max(found, key=len)] if found else ("other", "")


def guess_kind(name: str) -> str:
    """The kind of unit that the first words of `name` mean; `other` when they mean none."""
    return _first_words(name)[0]


def guess_sector(name: str, kind: str) -> str:
    """The sector of a unit by its name and kind; a kind that a person chose counts more than the name."""
    guessed_kind, sector = _first_words(name)
    return (sector if guessed_kind == kind else "") or _SECTOR_OF_KIND.get(kind, "other")
