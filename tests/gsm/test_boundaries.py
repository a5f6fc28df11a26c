"""Parts of whole grapheme clusters: the pattern that fills them against the clusters that `regex` finds."""

from __future__ import annotations

from collections.abc import Collection

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.gsm import reference
from transcode.gsm import boundaries, segment
from transcode.gsm.alphabet import EXTENDED
from transcode.gsm.boundaries import split_septets_by_cluster, split_units_by_cluster
from transcode.gsm.character_sets import character_sets, characters_of_properties
from transcode.gsm.cluster_pattern import filled_parts, filled_parts_of_pairs
from transcode.gsm.languages import writable_characters
from transcode.measure import utf16_units

# Of each class of UAX #29, and of the emoji and conjuncts that its later rules are about, up to U+FFFF and beyond.
LETTERS = ("a", "©", "я", "好", "ا", "あ", "한", "가", "각", "\ue000", "\uf8ff", "𝒜", "𞤀", "𠀀", "\U0010ffff")
CONTROLS = ("\r", "\n", "\r\n", "\x00", "\u200b", "\ud800", "\U000e0001", "\U0001bca0", "\U00013430")
MARKS = ("\u200d", "\u200c", "\u0301", "\ufe0f", "\u20e3", "\u0e33", "🏽", "𞥄", "\U0001d165", "\U000e0067", "\U000e007f")
INDIC = (
    *(
        "क",
        "ষ",
        "\u1cf5",
        "\u094d",
        "\u09cd",
        "\u093c",
        "\u0947",
        "\u093f",
        "\u0600",
        "\u0d4e",
        "က",
        "\u1039",
        "\u103a",
    ),
    *("\U00011107", "\U00011133", "\U00011127", "\U0001112c", "\U000110bd", "क्षि", "ड़्क", "क्\u200dष", "मृ", "𑄟𑄳𑄦"),
)
HANGUL = ("\u1100", "\u1161", "\u11a8", "\U00016d63", "\U00016d67")
EMOJI = ("😀", "❤", "👨", "🇸", "🇪", "🇸🇪", "1️⃣", "👨‍👩‍👧", "👩🏽‍🚀", "🏳️‍🌈", "☝🏽\u200d", "👍🏽")
MIXED_SURROGATES = ("\ue000", "\ue400", "\ue7ff", "\ud83d", "\ude00")

pieces = st.one_of(*map(st.sampled_from, (LETTERS, CONTROLS, MARKS, INDIC, HANGUL, EMOJI, MIXED_SURROGATES)))
few = st.lists(pieces, min_size=1, max_size=5).flatmap(
    lambda some: st.lists(st.tuples(st.sampled_from(some), st.sampled_from([1, 1, 1, 2, 3, 9, 40])), max_size=40)
)
texts = few.map(lambda rows: "".join(piece * count for piece, count in rows))


def cut(text: str, size: int) -> tuple[str, ...]:
    """Return what should be found, looking at each cluster."""
    return tuple(boundaries._filled_by_cluster(text, utf16_units, size))


@settings(max_examples=300, deadline=None)
@given(texts, st.sampled_from([5, 12, 66, 67]))
def test_parts_end_where_the_clusters_of_regex_do(text: str, size: int) -> None:
    units, parts = split_units_by_cluster(text, 0, size)
    assert units == utf16_units(text)
    if text:
        assert parts == cut(text, size)
    clusters = [(cluster, utf16_units(cluster)) for cluster in reference.clusters(text)]
    if all(length <= size for _, length in clusters):
        assert list(parts) == reference.greedy(clusters, 0, size)


SEPTETS = tuple(sorted(writable_characters() - {"\x1b"}))


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from((*SEPTETS, "\r\n", "\f")), st.sampled_from([1, 1, 2, 9])), max_size=60),
    st.sets(st.sampled_from(SEPTETS), max_size=5).map(lambda some: sorted({*some, *EXTENDED} - {"\r", "\n"})),
)
def test_parts_of_septets_end_there_too(rows: list[tuple[str, int]], extended: Collection[str]) -> None:
    text = "".join(piece * count for piece, count in rows)
    escapes = sum(map(text.count, extended))

    def septets(piece: str) -> int:
        return len(piece) + sum(map(piece.count, extended))

    if text:
        parts = split_septets_by_cluster(text, escapes, 0, 21, extended)
        assert parts == tuple(boundaries._filled_by_cluster(text, septets, 21))


WRITTEN = {
    "Arabic": "مرحبا كَيْفَ حالك اليوم ",
    "Bengali": "নমস্কার আপনি কেমন আছেন ",
    "Burmese": "မင်္ဂလာပါ နေကောင်းလား ",
    "Chakma": "𑄌𑄋𑄴𑄟𑄳𑄦 ",
    "Chinese": "你好，今天天气很好。",
    "Cyrillic": "Привет, как дела сегодня? ",
    "Hebrew": "שָׁלוֹם עולם ",
    "Hindi": "नमस्ते आप कैसे हैं क्षत्रिय ",
    "Khmer": "សួស្តី អ្នកសុខសប្បាយទេ ",
    "Korean": "안녕하세요 반갑습니다 ",
    "Latin": "Grüße aus Łódź, ",
    "Malayalam": "നമസ്കാരം സുഖമാണോ ക്ഷമിക്കണം ",
    "Sinhala": "ආයුබෝවන් ශ්‍රී ලංකා ",
    "Tamil": "வணக்கம் எப்படி இருக்கிறீர்கள் ",
    "Telugu": "నమస్కారం మీరు ఎలా ఉన్నారు ",
    "Thai": "สวัสดีครับ วันนี้ ",
    "Tibetan": "བཀྲ་ཤིས་བདེ་ལེགས། ",
    "decomposed": "e\u0301a\u0302 Tie\u0302\u0301ng Vie\u0323\u0302t ",
    "emoji": "😀😃🎉🚀 ☀️ ok 👍 ",
    "families": "👨‍👩‍👧‍👦👩🏽‍🚀🏳️‍🌈❤️‍🔥 ",
    "flags": "🇩🇪🇫🇷🇮🇹🇪🇸",
    "flags apart": "🇩🇪 🇫🇷: 🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f 🇮🇹🇪🇸 ",
    "keycaps": "1️⃣2️⃣",
    "lines": "Hello 😀\r\nworld\r\n",
    "mathematical": "𝐇𝐞𝐥𝐥𝐨 𝐰𝐨𝐫𝐥𝐝 ",
    "skin tones": "👍🏽👋🏿✊🏻 ",
    "zalgo": "a" + "\u0301\u0302\u0303" * 3,
}


@pytest.mark.parametrize("script", WRITTEN)
def test_what_people_write_is_left_to_the_pattern(script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    slowly = boundaries._filled_by_cluster
    expected = {}
    for shift in range(30):
        text = "a" * shift + WRITTEN[script] * 20
        expected[text] = tuple(slowly(text, utf16_units, 67))
    monkeypatch.delattr(boundaries, "_filled_by_cluster")
    for text, parts in expected.items():
        assert split_units_by_cluster(text, 70, 67)[1] == parts


def test_a_cluster_larger_than_a_part_takes_the_room_that_there_is() -> None:
    text = "ab🇸🇪" * 20 + "x" + "\u0301" * 100 + "😀" * 40
    assert split_units_by_cluster(text, 70, 67)[1] == cut(text, 67)


def test_what_the_pattern_does_not_look_at_is_in_no_rule() -> None:
    """Planes and blocks that are left out, for the time that it takes to read them."""
    codes = (*range(0xAC00), *range(0xD7A4, 0xD800), *range(0xE000, 0x110000))
    others = regex.findall(r"\P{GCB=Other}|\p{ExtPict}|\p{InCB=Consonant}|\p{InCB=Linker}", "".join(map(chr, codes)))
    known = characters_of_properties()
    told = {
        code
        for name in ("Special", "Emoji", "Consonant")
        for first, last in known[name]
        for code in range(first, last + 1)
    }
    assert told == set(map(ord, others))
    syllables = "".join(map(chr, range(0xAC00, 0xD7A4)))
    assert regex.fullmatch(r"[\p{GCB=LV}\p{GCB=LVT}]+", syllables)


def test_properties_are_as_the_pattern_takes_them() -> None:
    """That letters of flags, skin tones, joiners and marks are what they are."""
    assert regex.fullmatch(r"\p{RI}+", "".join(map(chr, range(0x1F1E6, 0x1F200))))
    assert len(regex.findall(r"\p{RI}", "".join(map(chr, range(0x1F000, 0x20000))))) == 26
    sets = character_sets(pairs=True)
    for joined in (
        "\u200d",
        "\ufe0f",
        boundaries._SECOND_SEPTET,
        *map(chr, (*range(0x1F3FB, 0x1F400), *range(0xE0020, 0xE0080))),
    ):
        assert regex.fullmatch(r"(?=[\p{GCB=Extend}\p{GCB=ZWJ}])\p{InCB=Extend}", joined)
    marks = [chr(code) for first, last in characters_of_properties()["Mark"] for code in range(first, last + 1)]
    assert regex.fullmatch(r"[\p{GCB=Extend}\p{GCB=ZWJ}]+", "".join(marks))
    assert not sets["L"].lows
    assert not sets["T"].lows
    assert boundaries._SECOND_SEPTET not in writable_characters()


@pytest.mark.parametrize("piece", ["🇸", "क्", "\u200d😀", "\u0301", "\r", "\u1100", "👍🏽", "a\u0301"])
def test_the_pattern_gives_up_once(piece: str) -> None:
    """And not at every place from there on; it looks back no further than the standard library lets it."""
    for size in (5, 67):
        for text, pairs in (("a" + piece * 1_000, max(piece) > "\uffff"), (piece * 1_000 + "\u0301" * 500, False)):
            moved = boundaries._with_surrogates_moved(text.encode("utf-16-le")) if pairs else text
            found = (filled_parts_of_pairs if pairs else filled_parts)(size)(moved)
            assert sum(map(len, found)) == len(moved)
            assert all(len(part) <= size for part in found[:-1])


def test_private_use_characters_beside_emoji_are_kept() -> None:
    for text in ("\ue000\ue400😀🇸🇪" * 30, "\ue001😀" * 50, "\ue401a🇸🇪" * 40):
        assert segment(text, keep_graphemes=True).texts == cut(text, 67)
