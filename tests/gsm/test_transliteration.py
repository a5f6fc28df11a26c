from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import given, settings

from tests.gsm import reference
from transcode.gsm import (
    TRANSLITERATION_TABLES,
    Encoding,
    Replacement,
    SegmentationError,
    count_segments,
    is_gsm,
    segment,
    transliterate,
)
from transcode.gsm.substitutes import SUBSTITUTES

PAIRS = [
    (name, character, replacement)
    for name, table in SUBSTITUTES.items()
    for replacement, characters in table.items()
    for character in characters
]


def test_the_tables_are_the_named_ones() -> None:
    assert tuple(SUBSTITUTES) == TRANSLITERATION_TABLES


@pytest.mark.parametrize("name", TRANSLITERATION_TABLES)
def test_tables_replace_only_what_the_alphabet_lacks_and_by_what_it_has(name: str) -> None:
    characters = [c for table, c, _ in PAIRS if table == name]
    assert not [c for c in characters if is_gsm(c)]
    assert len(set(characters)) == len(characters)
    assert all(is_gsm(replacement) for replacement in SUBSTITUTES[name])


def test_no_character_is_in_two_tables() -> None:
    assert len({c for _, c, _ in PAIRS}) == len(PAIRS)


def test_a_space_becomes_one_space() -> None:
    spaces = [(c, r) for _, c, r in PAIRS if unicodedata.category(c) == "Zs"]
    assert len(spaces) == 16  # all that Unicode has, but U+0020
    assert {r for _, r in spaces} == {" "}
    assert transliterate("a\tb\xa0c\u2003d").text == "a b c d"
    assert all("  " not in r and r == r.strip(" ") for _, _, r in PAIRS if r != " ")


def test_latin_letters_keep_their_base() -> None:
    for name, character, replacement in PAIRS:
        decomposed = unicodedata.normalize("NFD", character)
        if name == "latin" and len(decomposed) > 1:
            assert unicodedata.normalize("NFD", replacement)[0] == decomposed[0]
            assert character.isupper() == replacement.isupper()
        if name == "latin" and len(replacement) == 1:
            assert character.lower() == character or replacement.upper() == replacement


def test_every_accented_letter_of_the_latin_blocks_is_there() -> None:
    latin = {c for name, c, _ in PAIRS if name == "latin"}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(code))
        if len(base) > 1 and base[0].isascii() and not is_gsm(chr(code)):
            assert chr(code) in latin


def test_greek_is_wholly_covered() -> None:
    greek = {c for name, c, _ in PAIRS if name == "greek"}
    for code in range(0x386, 0x3CF):
        if unicodedata.category(chr(code)) in ("Lu", "Ll") and not is_gsm(chr(code)):
            assert chr(code) in greek


def test_cyrillic_takes_only_letters_of_the_same_shape() -> None:
    assert transliterate("АВЕКМНОРСТУХ", "cyrillic").text == "ABEKMHOPCTYX"
    assert transliterate("Жыд", "cyrillic").text == "Жыд"


@pytest.mark.parametrize(
    ("text", "tables", "result"),
    [
        ("“Hi” – it’s 5 o’clock…", "punctuation", "\"Hi\" - it's 5 o'clock..."),
        ("½ ﹩９", "punctuation", "1/2 $9"),
        ("zero\u200bwidth\ufeff", "punctuation", "zerowidth"),
        ("25 °C ± 1 ™", "symbols", "25 degC +/- 1 TM"),
        (
            "Dvořák, Łódź, façade, œuvre, Ångström, tiếng Việt",
            "latin",
            "Dvorak, Lodz, facade, oeuvre, Ångström, tieng Viet",
        ),
        ("Καλημέρα κόσμε", "greek", "KAΛHMEPA KOΣME"),
        ("é € Ä", "all", "é € Ä"),
        ("😀 漢", "all", "😀 漢"),
        ("", "all", ""),
    ],
)
def test_examples(text: str, tables: str, result: str) -> None:
    assert transliterate(text, tables).text == result


def test_every_replacement_is_reported_with_its_position() -> None:
    result = transliterate("a“b…c😀\u200bd", ["punctuation"])
    assert result.text == 'a"b...c😀d'
    assert result.replacements == (Replacement(1, "“", '"'), Replacement(3, "…", "..."), Replacement(6, "\u200b", ""))


@settings(max_examples=100, deadline=None)
@given(reference.texts("a é[“”…ş œ½я😀\xa0\u200b"))
def test_replacements_lead_from_the_text_to_the_result(text: str) -> None:
    result = transliterate(text, "all")
    at = {r.position: r for r in result.replacements}
    assert "".join(at[i].replacement if i in at else c for i, c in enumerate(text)) == result.text
    assert all(text[r.position] == r.character for r in result.replacements)
    assert transliterate(result.text, "all").replacements == ()


def test_an_unknown_table_is_refused() -> None:
    with pytest.raises(SegmentationError, match="punctuation, symbols, latin, greek, cyrillic"):
        transliterate("a", "runes")


@pytest.mark.parametrize(
    ("text", "options", "result"),
    [
        ("man\u0303ana", {"transliterate": "always"}, "mañana"),
        ("man\u0303ana" * 12, {"transliterate": "auto"}, "mañana" * 12),
        ("man\u0303ana", {"transliterate": "auto"}, "man\u0303ana"),  # one part: Sinch leaves it
        ("z\u030c", {"transliterate": "always", "transliteration_tables": "latin"}, "z"),
        ("a\u0303", {"transliterate": "always"}, "ã"),  # composed, though no table at hand knows it
        ("x\u0303", {"transliterate": "always"}, "x~"),  # no such letter: the vendors' table
        ("5 k\u2126", {"transliterate": "always"}, "5 kΩ"),
        ("\u212b\u212a\u037e", {"transliterate": "always"}, "ÅK;"),
        ("e\u0301\u0301", {"transliterate": "always", "transliteration_tables": "latin"}, "é\u0301"),
    ],
)
def test_letters_are_composed_first(text: str, options: dict[str, Any], result: str) -> None:
    message = segment(text, **options)
    assert message.text == result
    end, rebuilt = 0, ""
    for position, character, replacement in message.replacements:
        rebuilt += text[end:position] + replacement
        assert text[position : position + len(character)] == character
        end = position + len(character)
    assert rebuilt + text[end:] == result


def test_tables_of_ones_own() -> None:
    own = {"→": "->", "™": "(tm)", "é": "e"}
    assert transliterate("a → b™ é “c”", own).text == "a -> b(tm) é “c”"  # é can be written, and stays
    assert transliterate("a → “b”", [own, "punctuation"]).text == 'a -> "b"'
    assert transliterate("“", [{"“": "<<"}, "punctuation"]).text == "<<"
    assert transliterate("“", ["punctuation", {"“": "<<"}]).text == '"'
    message = segment("→" * 100, transliterate="auto", transliteration_tables=own)
    assert (message.text, message.segments) == ("->" * 100, 2)
    assert message.rules == segment("→" * 100, transliterate="auto", transliteration_tables=dict(own)).rules
    assert hash(message) == hash(message)


def test_tables_by_name_in_one_string() -> None:
    assert transliterate("“ž”", "punctuation, Latin").text == '"z"'
    assert transliterate("“ž”", ["punctuation,latin"]) == transliterate("“ž”", ("punctuation", "latin"))
    assert transliterate("“ж", "all").text == transliterate("“ж", TRANSLITERATION_TABLES).text


@pytest.mark.parametrize(
    "tables",
    [
        {"→": "⇒"},
        {"→": 5},
        {"->": ">"},
        {5: "a"},
        {"": "a"},
        [None],
        [["latin"]],
        "latin,runes",
        "",
        {"a": "x" * 3, 1: ""},
    ],
)
def test_tables_that_cannot_be_used_are_refused(tables: Any) -> None:
    with pytest.raises(SegmentationError, match=r"transliteration.table"):
        transliterate("a", tables)


def test_whole_replaces_where_the_result_is_wholly_gsm() -> None:
    assert segment("“a”", transliterate="whole").text == '"a"'
    assert segment("“a” 😀", transliterate="whole").text == "“a” 😀"


def test_off_replaces_nothing() -> None:
    assert segment("“" * 80).text == "“" * 80


def test_auto_waits_until_one_part_is_not_enough() -> None:
    assert segment("“" + "a" * 69, transliterate="auto").encoding is Encoding.UNICODE
    message = segment("“" + "a" * 70, transliterate="auto")
    assert (message.encoding, message.segments, message.text[0]) == (Encoding.GSM, 1, '"')
    assert message.replacements == (Replacement(0, "“", '"'),)


def test_auto_does_all_or_nothing() -> None:
    text = "“" + "a" * 70 + "😀"
    message = segment(text, transliterate="auto")
    assert (message.encoding, message.text, message.replacements) == (Encoding.UNICODE, text, ())
    accented = "“" + "a" * 70 + "ž"
    assert segment(accented, transliterate="auto").text == accented
    assert segment(accented, transliterate="auto", transliteration_tables="all").encoding is Encoding.GSM


def test_always_replaces_what_it_can() -> None:
    assert segment("“a”", transliterate="always").text == '"a"'
    message = segment("“a” 😀", transliterate="always")
    assert (message.encoding, message.text) == (Encoding.UNICODE, '"a" 😀')
    assert len(message.replacements) == 2
    assert count_segments("“" * 150, transliterate="always") == 1


def test_text_that_is_gsm_already_is_never_touched() -> None:
    text = "é € [x] \f Ç" * 40
    assert segment(text, transliterate="always", transliteration_tables="all").text == text


def test_national_letters_stay_where_their_tables_write_them() -> None:
    message = segment("“ş”", languages="tr", transliterate="always", transliteration_tables="all")
    assert (message.encoding, message.text, message.tables.locking) == (Encoding.GSM, '"ş"', 1)
    without = segment("“ş”", transliterate="always", transliteration_tables="all")
    assert without.text == '"s"'
    # No pair of tables has both; then the default alphabet it is.
    options = {"languages": ["tr", "pt"], "transliterate": "always", "transliteration_tables": "all"}
    assert segment("“ş ã”", **options).text == '"ş ã"'
    assert segment("“ş ã ì”", **options).text == '"s a ì"'
