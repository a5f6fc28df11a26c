"""Arbitrary messages: everything that the schema allows, and that people and attackers write."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

from hypothesis import strategies as st

from tests.marks import UNMARKED, facts, field_of
from transcode.message import CONTENT_TYPES

# Letters of many alphabets, GSM extension characters, emoji built of several code points, markup of several channels,
# template syntax, line ends, invisible and control characters.
_PIECES = (
    *"abcXYZ0189 .,:;!?'\"-+/",
    *"{}[]|^~\\€`*_<>&#@$%",
    *"éèàçñüößÅØñÇÉÑıŉÿΔΩµ",
    *"яжЩ你好日本हिन्दीกขअ",
    "👍",
    "👨‍👩‍👧",
    "🇸🇪",
    "1️⃣",
    "e\u0301",
    "\n",
    "\r\n",
    "\n\n",
    "\t",
    "\x00",
    "\x1b[31m",
    "\u200b",
    "\u202e",
    "\u2028",
    "\xa0",
    "’",
    "${name}",
    "{{ 7*7 }}",
    "{% raw %}",
    "{{to}}",
    "> ",
    "1. ",
    "*bold*",
    "_it_",
    "https://example.com/?a=1&b=2",
    "]]>",
    "--",
)


# Each piece as one character of a private use area: a text is one draw then, where a list has two for each item.
_CODED = {0xE000 + number: piece for number, piece in enumerate(dict.fromkeys(_PIECES))}
_CODES = "".join(map(chr, _CODED))


def texts(*, min_size: int = 0, max_size: int = 30) -> st.SearchStrategy[str]:
    """Texts of up to ``max_size`` pieces."""
    return st.text(_CODES, min_size=min_size, max_size=max_size).map(lambda codes: codes.translate(_CODED)) | st.text(
        st.characters(codec="utf-8"), min_size=min_size, max_size=max_size
    )


_URLS = [
    f"https://{host}.example/{name}{suffix}"
    for host, name, suffix in product(
        ("a", "cdn", "www"),
        ("", "file", "pic.v2", "%C3%A5", "a b", "x'y"),
        ("", ".png", ".jpg", ".gif", ".mp4", ".mp3", ".vcf", ".ics", ".pdf", ".PNG?x=1", ".xyz"),
    )
]


def urls() -> st.SearchStrategy[str]:
    """URLs, most of them ordinary, some of them not URLs at all."""
    return st.sampled_from(_URLS) | texts(max_size=8)


def optional(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Something, or nothing."""
    return st.none() | strategy


def _without_nulls(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}


def _object(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(fields).map(_without_nulls)


short = texts(max_size=8)
coordinates = _object(
    latitude=st.floats(-90, 90) | st.integers(-90, 90), longitude=st.floats(-180, 180) | st.integers(-180, 180)
)
location = _object(title=short, coordinates=coordinates, label=optional(short))

# Names of files as they are, and far longer than a channel shows or a file system has, with an extension and without.
filenames = st.builds(
    lambda name, times, extension: name * times + extension,
    texts(min_size=1, max_size=8),
    st.sampled_from((1, 5, 20, 60, 300)),
    st.sampled_from(("", ".pdf", ".jpg", ".PNG", ".tar.gz")),
)
media = _object(url=urls(), thumbnail_url=optional(urls()), filename_override=optional(short | filenames))

# Moments of an ordinary day and those near it, often the same or minutes apart; and of any year from 1 to 9999.
_DAY = datetime(2000, 1, 1, tzinfo=UTC)
_FIRST, _LAST = (datetime.min - datetime(2000, 1, 1)).days, (datetime.max - datetime(2000, 1, 1)).days
timestamps = (st.integers(-(10**9), 10**9) | st.integers(_FIRST, _LAST).map(lambda days: days * 86_400)).map(
    lambda seconds: f"{_DAY + timedelta(seconds=seconds):%Y-%m-%dT%H:%M:%S}Z".zfill(20)
)


def _choice(kind: str, action: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return _object(
        **{
            kind: action,
            "postback_data": optional(texts(max_size=6)),
            "display_mode": optional(st.sampled_from(("DISPLAY_MODE_UNSPECIFIED", "PERSISTENT"))),
        }
    )


choice = st.one_of(
    _choice("text_message", _object(text=short)),
    _choice("url_message", _object(title=short, url=urls())),
    _choice("call_message", _object(title=short, phone_number=st.sampled_from(("+46701234567", "46732000000", "x")))),
    _choice("location_message", location),
    event := _choice(
        "calendar_message",
        _object(
            title=short,
            event_start=timestamps,
            event_end=timestamps,
            event_title=short,
            fallback_url=urls(),
            event_description=optional(short),
        ),
    ),
    _choice("share_location_message", _object(title=short, fallback_url=urls())),
)


def _choices(most: int) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Choices; often one alone, and an event alone, which have forms of their own on some channels."""
    several = st.lists(choice, max_size=most)
    kinds = {8: st.tuples(choice).map(list), 9: st.tuples(event).map(list)}
    return st.integers(0, 9).flatmap(lambda number: kinds.get(number, several))


text_message = _object(text=texts(max_size=60))
choice_message = _object(
    text_message=optional(text_message),
    choices=_choices(5),
    message_properties=optional(_object(whatsapp_footer=optional(short))),
)
card = _object(
    title=optional(short),
    description=optional(texts()),
    media_message=optional(media),
    choices=optional(_choices(4)),
    height=optional(st.sampled_from(("UNSPECIFIED_HEIGHT", "SHORT", "MEDIUM", "TALL"))),
    message_properties=optional(_object(whatsapp_header=optional(short))),
)
carousel = _object(cards=st.lists(card, max_size=4), choices=optional(_choices(3)))
kinds_of = optional(st.sampled_from(("WORK", "HOME")))
contact_info = _object(
    name=_object(
        full_name=short,
        first_name=optional(short),
        last_name=optional(short),
        middle_name=optional(short),
        prefix=optional(short),
        suffix=optional(short),
    ),
    phone_numbers=st.lists(
        _object(phone_number=st.just("+46701234567") | short, type=kinds_of), min_size=1, max_size=3
    ),
    addresses=optional(
        st.lists(
            _object(
                city=optional(short),
                country=optional(short),
                state=optional(short),
                zip=optional(short),
                type=kinds_of,
                country_code=optional(st.just("SE")),
            ),
            max_size=2,
        )
    ),
    email_addresses=optional(st.lists(_object(email_address=short, type=kinds_of), max_size=2)),
    organization=optional(_object(company=optional(short), department=optional(short), title=optional(short))),
    urls=optional(st.lists(_object(url=urls(), type=kinds_of), max_size=2)),
    birthday=optional(st.dates().map(lambda day: day.isoformat())),
)
choice_item = _object(
    choice=_object(
        title=short, description=optional(short), media=optional(media), postback_data=optional(texts(max_size=6))
    )
)
product_item = _object(
    product=_object(
        id=short,
        marketplace=st.just("FACEBOOK"),
        quantity=optional(st.integers(1, 9)),
        currency=optional(st.just("EUR")),
    )
)


def _list_message(item: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return _object(
        title=short,
        description=optional(short),
        media=optional(media),
        sections=st.lists(_object(title=optional(short), items=st.lists(item, max_size=3)), max_size=3),
        message_properties=optional(
            _object(catalog_id=optional(short), menu=optional(short), whatsapp_header=optional(short))
        ),
    )


list_message = _list_message(choice_item) | _list_message(product_item)

CONTENTS: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "text_message": text_message,
    "media_message": media,
    "choice_message": choice_message,
    "card_message": card,
    "carousel_message": carousel,
    "location_message": location,
    "contact_info_message": contact_info,
    "list_message": list_message,
}
assert CONTENTS.keys() == CONTENT_TYPES.keys()

agent = _object(
    display_name=optional(short), type=optional(st.sampled_from(("HUMAN", "BOT"))), picture_url=optional(urls())
)


def contents(*names: str) -> st.SearchStrategy[dict[str, Any]]:
    """``{content field: content}`` of the named types, or of any."""
    return st.one_of(*(_object(**{name: CONTENTS[name]}) for name in names or CONTENTS))


def messages(*names: str) -> st.SearchStrategy[dict[str, Any]]:
    """Whole messages as JSON-ready dicts, with and without what may stand beside the content."""
    return st.builds(
        lambda content, beside: {**content, **beside},
        contents(*names),
        _object(agent=optional(agent), reply_to=optional(_object(message_id=short))),
    )


_LONGEST = 6_000
"""Characters of a text that is made longer, at most: more than channels take at once."""


def lengthened(whole: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """Messages of which one text, wherever it stands, may pass the limits of a label, a text or a whole message."""
    return st.builds(_lengthened, whole, st.sampled_from((1, 12, 30, 1, 200, 2_000)), st.integers(0, 99))


def _lengthened(message: dict[str, Any], times: int, number: int) -> dict[str, Any]:
    found = [value for path, value in facts(message) if field_of(path) not in UNMARKED]
    if times == 1 or not found:
        return message
    chosen = found[number % len(found)]
    again = "/x" if chosen.startswith("https://") else chosen or "a"
    longer = chosen + again * min(times, _LONGEST // len(again))

    def walk(value: Any, field: str = "") -> Any:
        if isinstance(value, dict):
            return {key: walk(item, key) for key, item in value.items()}
        if isinstance(value, list):
            return [walk(item, field) for item in value]
        return longer if value == chosen and field not in UNMARKED else value

    return walk(message)
