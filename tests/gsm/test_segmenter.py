from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.gsm import reference
from transcode.gsm import (
    Encoding,
    Options,
    Rules,
    SegmentationError,
    UnknownOption,
    advise,
    capacity,
    count_by,
    count_segments,
    encode,
    is_gsm,
    segment,
    segment_by,
    septets,
    split_messages,
    transliterate,
    truncate,
    vendor_bill,
)
from transcode.measure import utf16_units

GSM = reference.BASIC + reference.EXTENDED


@settings(max_examples=400, deadline=None)
@given(reference.texts())
def test_any_text_is_cut_as_the_slow_reference_cuts_it(text: str) -> None:
    encoding, units, parts = reference.reference(text)
    message = segment(text)
    assert (message.text, message.encoding, message.units, list(message.texts)) == (text, encoding, units, parts)
    assert count_segments(text) == len(parts) == message.segments


@settings(max_examples=200, deadline=None)
@given(reference.texts(GSM))
def test_any_gsm_text_is_cut_as_the_slow_reference_cuts_it(text: str) -> None:
    encoding, units, parts = reference.reference(text)
    message = segment(text)
    assert (message.encoding, message.units, list(message.texts)) == (encoding, units, parts)
    assert count_segments(text) == len(parts)


@settings(max_examples=150, deadline=None)
@given(st.one_of(reference.texts(), reference.texts(GSM)))
def test_a_16_bit_reference_takes_one_unit_of_each_part(text: str) -> None:
    encoding, units, parts = reference.reference(text, gsm=(160, 152), ucs2=(70, 66))
    message = segment(text, reference_bits=16, reference=65_535)
    assert (message.encoding, message.units, list(message.texts)) == (encoding, units, parts)
    assert count_segments(text, reference_bits=16) == len(parts)


OPTIONS = st.fixed_dictionaries(
    {},
    optional={
        "reference_bits": st.sampled_from([8, 16]),
        "keep_graphemes": st.booleans(),
        "encoding": st.sampled_from([None, "GSM", "UNICODE"]),
        "normalize": st.sampled_from([None, "NFC"]),
        "transliterate": st.sampled_from(["off", "auto", "always"]),
        "transliteration_tables": st.sampled_from(["all", "latin", ("symbols", "punctuation")]),
        "languages": st.sampled_from([(), "tr", ("es", "hi")]),
    },
)


@settings(max_examples=300, deadline=None)
@given(st.one_of(reference.texts(), reference.texts(GSM)), OPTIONS)
def test_laws_that_hold_under_every_option(text: str, options: dict[str, object]) -> None:
    message = segment(text, **options)
    assert "".join(message.texts) == message.text
    assert message.segments == len(message.parts) == count_segments(text, **options)
    assert message.segments == 1 or all(message.texts)
    assert sum(part.units for part in message.parts) == message.units
    for part in message.parts:
        assert 0 <= part.units <= part.capacity == message.capacity
        assert part.remaining == part.capacity - part.units
    assert message.remaining == message.parts[-1].remaining
    alone = capacity(message.encoding, concatenated=False, tables=message.tables)
    assert (message.segments == 1) == (message.units <= alone)
    if message.encoding is Encoding.UNICODE and options.get("encoding") is None:
        assert message.unicode_characters


@settings(deadline=None)
@given(st.one_of(reference.texts(), reference.texts(GSM)))
def test_greedy_is_tight_and_cuts_no_pair(text: str) -> None:
    message = segment(text)
    measure = reference.septets if message.encoding is Encoding.GSM else reference.units
    for part, following in zip(message.parts, message.parts[1:], strict=False):
        first = reference.atoms(following.text)[0]
        assert part.units + measure(first) > part.capacity
        if message.encoding is Encoding.UNICODE:
            assert not ("\ud800" <= part.text[-1] <= "\udbff" and "\udc00" <= following.text[0] <= "\udfff")


@settings(max_examples=200, deadline=None)
@given(reference.texts())
def test_clusters_are_kept_whole_unless_larger_than_a_part(text: str) -> None:
    message = segment(text, keep_graphemes=True)
    size = message.capacity
    if message.encoding is Encoding.UNICODE:
        clusters = [(c, utf16_units(c)) for c in reference.clusters(text)]
        if all(length <= 67 for _, length in clusters):
            assert list(message.texts) == reference.greedy(clusters, 70, 67)
        assert message.segments >= count_segments(text)
    assert all(part.units <= size for part in message.parts)


@pytest.mark.parametrize(
    ("cluster", "count", "units", "kept", "by_code_point"),
    [
        ("🇸🇪", 33, 4, 3, 2),
        ("1️⃣", 67, 3, 4, 3),
        ("👨‍👩‍👧‍👦", 13, 11, 3, 3),
        ("👍🏽", 33, 4, 3, 2),
        ("e\u0301", 67, 2, 3, 2),
        ("क्षि", 34, 4, 3, 3),
        ("🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f", 14, 14, 4, 3),
    ],
)
def test_kinds_of_clusters(cluster: str, count: int, units: int, kept: int, by_code_point: int) -> None:
    assert utf16_units(cluster) == units
    message = segment(cluster * count, keep_graphemes=True)
    assert (message.segments, count_segments(cluster * count)) == (kept, by_code_point)
    assert all(part.units % units == 0 for part in message.parts)


@pytest.mark.parametrize("end", ["\ud800", "a\ud800b", "x" * 60 + "\ud800" + "x" * 9])
def test_a_lone_surrogate_at_the_end_of_a_part_is_in_it(end: str) -> None:
    text = "🇸🇪" * 33 + "🇸" + end
    message = segment(text, keep_graphemes=True)
    assert "".join(message.texts) == text
    assert all(0 < part.units <= 67 for part in message.parts)


def test_a_cluster_larger_than_a_part_is_cut_by_characters_and_wastes_nothing() -> None:
    text = "ab" + "x" + "\u0301" * 140 + "🇸🇪"
    message = segment(text, keep_graphemes=True)
    assert [part.units for part in message.parts] == [67, 67, 13]
    assert "".join(message.texts) == text


def test_line_ends_are_kept_whole_in_gsm_too() -> None:
    text = "a" * 152 + "\r\n" + "b" * 20
    assert [len(t) for t in segment(text).texts] == [153, 21]
    assert [len(t) for t in segment(text, keep_graphemes=True).texts] == [152, 22]


def test_clusters_of_national_alphabets_are_kept_whole() -> None:
    text = "क्षि" * 80
    message = segment(text, languages="hi", keep_graphemes=True)
    assert message.encoding is Encoding.GSM
    assert [part.units for part in message.parts] == [148, 148, 24]


# The edge cases of the comparison of calculators: text -> encoding, segments.
EDGES = [
    ("", "GSM", 1),
    ("\f", "GSM", 1),
    ("\x1b", "UNICODE", 1),
    ("\t", "UNICODE", 1),
    ("\x00", "UNICODE", 1),
    ("`", "UNICODE", 1),
    ("\xa0", "UNICODE", 1),
    ("\r\n", "GSM", 1),
    ("ç", "UNICODE", 1),
    ("Ç", "GSM", 1),
    ("é" * 10, "GSM", 1),
    ("e\u0301" * 10, "UNICODE", 1),
    ("\u2126", "UNICODE", 1),
    ("\xb5", "UNICODE", 1),
    ("€" * 80, "GSM", 1),
    ("€" * 81, "GSM", 2),
    ("€" * 153, "GSM", 3),
    ("]" * 153, "GSM", 3),
    ("\f" * 80, "GSM", 1),
    ("a" * 152 + "€" + "b" * 8, "GSM", 2),
    ("😀" * 35, "UNICODE", 1),
    ("😀" * 36, "UNICODE", 2),
    ("😀" * 67, "UNICODE", 3),
    ("я" * 66 + "😀" + "я" * 9, "UNICODE", 2),
    ("🇸🇪" * 33, "UNICODE", 2),
    ("x\u0301" * 67, "UNICODE", 2),
    ("x" + "\u0301" * 140, "UNICODE", 3),
    ("\ud83d", "UNICODE", 1),
    ("\ude00" * 71, "UNICODE", 2),
    ("]" * 69 + "😀", "UNICODE", 2),
    ("a" * 153 * 256, "GSM", 256),
]


@pytest.mark.parametrize(("text", "encoding", "segments"), EDGES, ids=[ascii(text[:12]) for text, _, _ in EDGES])
def test_edge_cases(text: str, encoding: str, segments: int) -> None:
    message = segment(text)
    assert (message.encoding, message.segments) == (encoding, segments)
    assert count_segments(text) == segments
    assert message == segment(text, reference_bits=8)


def test_the_empty_text_is_one_empty_message() -> None:
    message = segment("")
    assert (message.units, message.texts, message.capacity, message.remaining) == (0, ("",), 160, 160)


def test_surrogates_that_will_be_one_character_are_not_parted() -> None:
    parted = "я" * 66 + "\ud83d\ude00" + "я" * 9
    for options in ({}, {"keep_graphemes": True}):
        message = segment(parted, **options)
        assert [part.units for part in message.parts] == [66, 11]
        assert message.text == parted
    assert count_segments("\ud83d\ude00" * 67) == 3 == segment("\ud83d\ude00" * 67).segments


@pytest.mark.parametrize("lengths", [range(150, 170), range(300, 325), range(455, 465), range(607, 618)])
@pytest.mark.parametrize("extended", ["[", "€", "\f"])
def test_an_escape_at_each_place_near_a_boundary(lengths: range, extended: str) -> None:
    for length in lengths:
        for place in (0, 1, 150, 151, 152, 153, 158, 159, 303, 304, 305, 306, length - 1):
            text = "a" * min(place, length) + extended + "b" * max(0, length - place)
            encoding, units, parts = reference.reference(text)
            message = segment(text)
            assert (message.encoding, message.units, list(message.texts)) == (encoding, units, parts)
            assert count_segments(text) == len(parts)


def test_random_mixtures_dense_in_escapes() -> None:
    choose = random.Random(23)  # noqa: S311 - a test
    for _ in range(2000):
        share = choose.random()
        text = "".join(choose.choice("[]€") if choose.random() < share else "a" for _ in range(choose.randint(70, 900)))
        parts = reference.reference(text)[2]
        assert list(segment(text).texts) == parts
        assert count_segments(text) == len(parts)


def test_forced_ucs2() -> None:
    message = segment("hello" * 20, encoding="UCS-2")
    assert (message.encoding, message.units, message.segments) == (Encoding.UNICODE, 100, 2)
    assert message.unicode_characters == ()
    assert segment("é я", encoding="unicode").unicode_characters == (("я", (2,)),)


def test_forced_gsm_replaces_and_reports() -> None:
    message = segment("“Привет” 😀", encoding="gsm7", transliterate="always")
    assert message.encoding is Encoding.GSM
    assert message.text == '"??????" ?'
    assert [(r.position, r.character, r.replacement) for r in message.replacements][:2] == [
        (0, "“", '"'),
        (1, "П", "?"),
    ]
    assert len(message.replacements) == 9
    assert segment("“", encoding="gsm").text == "?"  # transliteration is off unless asked for
    national = segment("ş я", encoding="gsm", languages="tr")
    assert (national.text, national.tables.locking) == ("ş ?", 1)


FAMILY = "👨\u200d👩\u200d👧"


@pytest.mark.parametrize(
    ("text", "options", "result", "replaced"),
    [
        (f"Hi {FAMILY}!", {}, "Hi ?!", [(3, FAMILY, "?")]),
        (f"Hi {FAMILY}!", {"unknown": "*"}, "Hi *!", [(3, FAMILY, "*")]),
        (f"Hi {FAMILY}!", {"unknown": ""}, "Hi !", [(3, FAMILY, "")]),
        (f"Hi {FAMILY}!", {"unknown_per": "character"}, "Hi ?????!", [(i, c, "?") for i, c in enumerate(FAMILY, 3)]),
        ("🇸🇪🇳🇴", {}, "??", [(0, "🇸🇪", "?"), (2, "🇳🇴", "?")]),
        ("1\ufe0f\u20e3", {}, "1?", [(0, "1\ufe0f\u20e3", "1?")]),  # what can be written of a cluster stays
        ("x\u0301", {}, "x?", [(0, "x\u0301", "x?")]),
        ("e\u0301x", {}, "éx", [(0, "e\u0301", "é")]),  # composed, not marked
        ("e\u0301я", {"unknown_per": "character"}, "é?", [(0, "e\u0301", "é"), (2, "я", "?")]),
        ("привет", {}, "??????", [(i, c, "?") for i, c in enumerate("привет")]),
        ("“я”", {"transliterate": "always", "unknown": "[]"}, '"[]"', [(0, "“", '"'), (1, "я", "[]"), (2, "”", '"')]),
    ],
)
def test_one_mark_for_what_a_reader_sees_as_one_character(
    text: str, options: dict[str, Any], result: str, replaced: list[tuple[int, str, str]]
) -> None:
    message = segment(text, encoding="GSM", **options)
    assert message.text == result
    assert list(message.replacements) == replaced


@settings(max_examples=200, deadline=None)
@given(
    reference.texts(),
    st.sampled_from(["cluster", "character"]),
    st.sampled_from(["", "?", "[x]"]),
    st.sampled_from(["off", "always"]),
)
def test_forced_gsm_tells_all_that_it_replaced(text: str, per: str, unknown: str, transliterate: str) -> None:
    message = segment(text, encoding="GSM", unknown=unknown, unknown_per=per, transliterate=transliterate)
    assert message.encoding is Encoding.GSM
    rebuilt, end = "", 0
    for position, character, replacement in message.replacements:
        assert text[position : position + len(character)] == character
        rebuilt += text[end:position] + replacement
        end = position + len(character)
    assert rebuilt + text[end:] == message.text


def test_line_feeds_as_vendors_send_them() -> None:
    text = "a\nb\r\nc\n\n"
    assert segment(text, line_feed="crlf").text == "a\r\nb\r\nc\r\n\r\n"
    assert segment(text, line_feed="lf").text == text
    assert segment("a\n" * 75, line_feed="crlf").segments == 2 == count_segments("a\n" * 75, line_feed="crlf")
    assert count_segments("a\n" * 75) == 1
    assert segment("я\n" * 30, line_feed="crlf").units == 90


def test_nfc_is_an_option() -> None:
    decomposed = "e\u0301" * 100
    assert segment(decomposed).segments == 3
    composed = segment(decomposed, normalize="NFC")
    assert (composed.encoding, composed.text, composed.segments) == (Encoding.GSM, "é" * 100, 1)


@pytest.mark.parametrize(
    "options",
    [
        {"encoding": "latin-1"},
        {"reference_bits": 7},
        {"reference_bits": None},
        {"reference": 256},
        {"reference": -1},
        {"reference": 65536, "reference_bits": 16},
        {"normalize": "NFKC"},
        {"transliterate": "sometimes"},
        {"transliteration_tables": "klingon"},
        {"languages": "klingon"},
        {"unknown": "я"},
        {"unknown": "x" * 11},
        {"unknown_per": "word"},
        {"line_feed": "cr"},
        {"vendor": "acme"},
        {"message_class": "loud"},
    ],
)
def test_unusable_options_are_refused_by_name(options: dict[str, object]) -> None:
    for work in (segment, count_segments, Rules.of):
        with pytest.raises(SegmentationError, match=str(next(iter(options.values())))):
            work(*([] if work == Rules.of else ["text"]), **options)


def test_an_unknown_option_is_a_type_error_and_ours() -> None:
    for error in (TypeError, SegmentationError, UnknownOption):
        with pytest.raises(error, match=r"unknown option 'langauges': did you mean languages\?"):
            segment("text", langauges="tr")
    with pytest.raises(UnknownOption, match="there are encoding, unknown"):
        Rules.of(**{"x" * 100_000: 1})


HUGE = 10**5000


@pytest.mark.parametrize("name", sorted(Options.__annotations__))
def test_whole_numbers_of_any_length_are_refused_as_others_are(name: str) -> None:
    for work in (segment, count_segments, truncate, advise, split_messages):
        for value in (HUGE, -HUGE, [HUGE], object()):
            with pytest.raises(SegmentationError):
                work("text", **{name: value})


@pytest.mark.parametrize(
    "text",
    [None, 5, b"text", b"text" * 50, b"\xff" * 50, b"\xff" * 99, ["text"] * 99, pytest.param(HUGE, id="huge")],
)
def test_a_text_of_another_type_is_refused_as_what_it_is(text: Any) -> None:
    for work in (segment, count_segments, advise, split_messages, vendor_bill, transliterate, is_gsm, septets, encode):
        with pytest.raises(SegmentationError, match=r"text is .*use a string"):
            work(text)
    for work in (segment, count_segments, truncate):
        with pytest.raises(SegmentationError, match=r"text is .*use a string"):
            work(text, languages="tr")
    with pytest.raises(SegmentationError, match=r"text is .*use a string"):
        truncate(text, 1)


def test_a_subclass_of_string_is_a_text() -> None:
    class Name(str):
        __slots__ = ()

    assert segment(Name("hello")) == segment("hello")
    assert count_segments(Name("я" * 71)) == 2


def test_equal_options_of_other_types_are_not_taken_for_each_other() -> None:
    assert segment("a", reference=1).rules.reference == 1
    with pytest.raises(SegmentationError):
        segment("a", reference=True)
    with pytest.raises(SegmentationError):
        segment("a", reference=1.0)
    assert segment("ş", languages=[1]).encoding is Encoding.GSM
    with pytest.raises(SegmentationError):
        segment("ş", languages=[True])


def test_help_explains_every_option() -> None:
    for name in Options.__annotations__:
        assert f"\n    {name}: " in str(Options.__doc__)


def test_rules_are_what_their_class_says() -> None:
    class Mine(Rules):
        __slots__ = ()

    assert type(Mine.of(languages="tr")) is Mine
    assert Mine.of(languages="tr").languages == (1,)


def test_rules_are_made_once_for_many_texts() -> None:
    rules = Rules.of(languages="tr", reference_bits=16, encoding="gsm-7")
    assert rules == Rules(encoding=Encoding.GSM, languages=(1,), reference_bits=16)
    assert segment_by(rules, "ş") == segment("ş", languages=[1], reference_bits=16, encoding=Encoding.GSM)
    assert count_by(rules, "ş" * 200) == 2


@pytest.mark.parametrize(
    "options",
    [
        {"encoding": 5},
        {"encoding": b"gsm"},
        {"languages": None},
        {"languages": 1.5},
        {"languages": [None]},
        {"transliteration_tables": 5},
        {"transliteration_tables": None},
        {"reference": "1"},
        {"reference": 1.5},
        {"reference": True},
        {"reference": None},
        {"reference_bits": 8.0},
        {"reference_bits": "8"},
        {"keep_graphemes": "no"},
        {"keep_graphemes": None},
    ],
)
def test_options_of_another_type_are_named(options: dict[str, Any]) -> None:
    with pytest.raises(SegmentationError, match=next(iter(options)).removesuffix("s")):
        segment("x", **options)


def test_any_language_in_any_case() -> None:
    assert segment("ş" * 71, languages="ANY").texts == segment("ş" * 71, languages="any").texts
    assert segment("ş" * 71, languages="Any").encoding is Encoding.GSM
