"""The words by which headers name an item come with its campaign; nothing in the program knows them."""

import json
import sqlite3
from pathlib import Path

from importers.reading import read_file
from store import campaign_use, migrations
from store.campaigns import file
from store.checklist.items import checklist_item, checklist_items
from store.database import Store
from store.models import ItemWords, State
from tests.item_words import WORDS

CAMPAIGN = """\
name = "tiem-chung"
title = "Tiêm chủng"

[source]
document = "Kế hoạch"
issuer = "UBND"

[[items]]
key = "flu"
title = "Tiêm vắc xin cúm mùa"
short_title = "Cúm"
words = ['\\bcum\\b', { pattern = 'tiem|vac ?xin', sure = 0.6, rank = 2 }]

[[items]]
key = "covid"
title = "Tiêm vắc xin Covid-19"
short_title = "Covid"
words = ['sars|\\bcv ?19\\b', { pattern = 'mui nhac', sure = 0 }]
"""


def _use(store: Store, folder: Path, text: str = CAMPAIGN) -> None:
    path = folder / "tiem-chung.toml"
    path.write_text(text, encoding="utf-8")
    campaign_use.use(store, file.load(path))


def test_a_new_item_is_known_by_the_words_of_its_campaign_alone(store: Store, tmp_path: Path, save):
    _use(store, tmp_path)
    path = save([["Họ tên", "Năm sinh", "Phòng cúm 2026", "SARS"], ["Lê An", 1990, "x", ""], ["Tô Bé", 1991, "", "x"]])
    reading = read_file(path, items=checklist_items(store))
    assert [row.person.states for row in reading.rows if row.person] == [
        {"flu": State.DONE, "covid": State.TODO},
        {"flu": State.TODO, "covid": State.DONE},
    ]


def test_unsure_words_are_asked_about_and_words_of_something_else_name_nothing(store: Store, tmp_path: Path, save):
    _use(store, tmp_path)
    path = save([["Họ tên", "Năm sinh", "Đã tiêm", "Mũi nhắc"], ["Lê An", 1990, "x", "x"]])
    reading = read_file(path, items=checklist_items(store))
    assert [str(column.field or "") for column in reading.tables[0].columns][2:] == ["state.flu", ""]
    assert any("“Đã tiêm”" in remark for remark in reading.remarks)


def test_a_campaign_that_gives_an_item_no_words_leaves_it_those_it_has(store: Store, tmp_path: Path):
    _use(store, tmp_path)
    _use(store, tmp_path, CAMPAIGN.replace("words = ['\\bcum\\b', {", "# words = {").replace('"Cúm"', '"Cúm mùa"'))
    assert checklist_item(store, "flu").short_title == "Cúm mùa"
    words = checklist_item(store, "flu").words
    assert words[:2] == (ItemWords(r"\bcum\b"), ItemWords("tiem|vac ?xin", 0.6, 2))
    assert all("cum" in each.pattern for each in words[2:]), "and the title that it had"


def test_campaigns_that_come_with_the_program_agree_on_the_words_of_an_item():
    for path in file.built_in().values():
        for item in file.load(path).items:
            assert item.header_words == WORDS[item.key], (path.stem, item.key)


def test_items_of_a_store_from_before_get_their_words(tmp_path: Path):
    connection = sqlite3.connect(tmp_path / "before.sqlite3", isolation_level=None)
    migrations.apply(connection, through="003")
    for position, key in enumerate((*WORDS, "of_their_own")):
        connection.execute(
            "INSERT INTO item (key, position, title, short_title) VALUES (?, ?, ?, ?)", (key, position, key, key)
        )
    migrations.apply(connection)
    rows = dict(connection.execute("SELECT key, words FROM item"))
    connection.close()
    words = {key: tuple(ItemWords(*each) for each in json.loads(text)) for key, text in rows.items()}
    assert words == {**WORDS, "of_their_own": ()}
