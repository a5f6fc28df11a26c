"""What is tried: for each door of the library how its input is made, and what must hold of what it returns."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any, Final

from tests.corpus import PROPERTIES, RECIPIENTS
from tests.fuzz import seeds
from tests.fuzz.mutations import SCALARS, as_json, json_text, mutated, mutated_octets, mutated_text, text
from transcode import AppMessage, Transcoded, TranscodeError, Transcoder, inbound, mms, transcode, transcode_request
from transcode.campaign import compile as compile_plan
from transcode.channels import writer_for
from transcode.gsm import (
    LANGUAGES,
    TRANSLITERATION_TABLES,
    VENDORS,
    Collector,
    advise,
    count_segments,
    decode,
    parse_header,
    read_short_message,
    read_tlvs,
    read_tpdu,
    read_user_data,
    segment,
    sender_obstacle,
    split_messages,
    submit_tpdu,
    transliterate,
    truncate,
    unpack,
    vendor_bill,
    write_tlvs,
)
from transcode.preview import render_html

__all__ = ["TARGETS", "Target"]

Case = dict[str, Any]


@dataclass(frozen=True)
class Target:
    """One way into the library.

    ``make`` returns an input, which is data alone; ``run`` raises where something does not hold, or an error of the
    library's own. ``weight`` is how often it is tried, compared with the others.
    """

    name: str
    weight: int
    make: Callable[[Random], Case]
    run: Callable[[Case], None]


def is_json(value: Any) -> None:
    """Fail where a value is no JSON, in UTF-8."""
    json.dumps(value, allow_nan=False, ensure_ascii=False).encode()


# --- messages ---

_PROPERTIES: Final = tuple(one.name for channel in seeds.CHANNELS for one in writer_for(channel).properties)
_MANNERS: Final = (
    *({"profile": profile} for profile in ("documented", "rich") * 4),
    *({"profile": "rich", "markup": markup} for markup in ("literal", "markdown")),
    {"uppercase": "gsm-safe", "strict": True},
    {"policy": "raise", "uppercase": "keep", "vendor": "telnyx"},
)


@cache
def _transcoder(manner: int) -> Transcoder:
    return Transcoder(**_MANNERS[manner])  # type: ignore[arg-type] # each is one


def _make_message(random: Random) -> Case:
    case = random.choice(seeds.cases())
    channel = random.choice(seeds.CHANNELS)
    made: Case = {"message": mutated(random, case["message"], seeds.messages()), "channel": channel}
    if random.random() < 0.1:
        payload = random.choice(seeds.stored())["payloads"]
        written = as_json(mutated(random, payload[0] if payload else {}))
        override = {random.choice((channel, channel.lower(), text(random)[:9])): written}
        if isinstance(made["message"], dict):
            made["message"] = {**made["message"], "explicit_channel_message": override}
    if random.random() < 0.8:
        made["to"] = RECIPIENTS[channel]
    elif random.random() < 0.5:
        made["to"] = mutated(random, RECIPIENTS[channel])
    if random.random() < 0.1:
        made["sender"] = mutated(random, "Sinch")
    if random.random() < 0.3:
        own = {name: random.choice(("true", "1", text(random))) for name in random.sample(_PROPERTIES, 2)}
        made["properties"] = mutated(random, {**PROPERTIES, **case.get("channel_properties", {}), **own}, most=2)
    if random.random() < 0.1:
        made["media_info"] = mutated(random, {"https://example.com/a.png": {"size": 9, "width": 5, "height": 5}})
    made["manner"] = random.randrange(len(_MANNERS))
    if case.get("omni_templates") or random.random() < 0.1:
        made["omni_templates"] = mutated(random, seeds.definitions(), seeds.messages(), most=2)
    return made


def _run_message(case: Case) -> None:
    if "omni_templates" in case:
        transcoder = Transcoder(**_MANNERS[case["manner"]], omni_templates=case["omni_templates"])  # type: ignore[arg-type]
    else:
        transcoder = _transcoder(case["manner"])
    beside = {name: case[name] for name in ("to", "sender", "properties", "media_info") if name in case}
    holds(transcoder.transcode(case["message"], case["channel"], **beside))


def holds(result: Transcoded) -> None:
    """Fail where a result is no JSON, is not the same when it is read again, or is not what its parts say."""
    written = result.as_dict()
    is_json(written)
    assert Transcoded.from_json(result.to_json()).as_dict() == written, "read again it is another"
    if result.segments is not None:
        assert "".join(part.text for part in result.segments.parts) == result.text, "the parts are not the text"


def _make_json(random: Random) -> Case:
    message = as_json(mutated(random, random.choice(seeds.messages())))
    return {"message": json_text(random, message), "channel": random.choice(seeds.CHANNELS)}


def _run_json(case: Case) -> None:
    message = AppMessage.parse(case["message"])
    holds(_transcoder(2).transcode(message, case["channel"]))


def _make_request(random: Random) -> Case:
    request = {
        "app_id": "a",
        "app_message": random.choice(seeds.messages()),
        "channels": random.sample(seeds.CHANNELS, 2),
        "to": "+46701234567",
        "from": "Sinch",
    }
    return {"request": mutated(random, request, seeds.messages())}


def _run_request(case: Case) -> None:
    is_json(transcode_request(case["request"]))


def _make_stored(random: Random) -> Case:
    return {"result": mutated(random, random.choice(seeds.stored()), seeds.stored())}


def _run_stored(case: Case) -> None:
    result = Transcoded.from_json(as_json(case["result"]))
    is_json(result.as_dict())
    assert Transcoded.from_json(result.to_json()) == result, "read again it is another"


def _run_page(case: Case) -> None:
    page = render_html(case["message"], channels=[case["channel"]])
    page.encode()
    assert "<script" not in page.lower(), "a script in the page"


# --- options ---

_OPTIONS: Final[Mapping[str, tuple[Any, ...]]] = {
    "policy": ("collect", "raise"),
    "templates": (None, "/nowhere"),
    "omni_templates": ((), []),
    "limits": ({}, {"SMS": {"body": 1}}, {"LINE": {"text": 1, "alt text": 2}}, {"sms": {"body": 2**70}}),
    "uppercase": ("documented", "gsm-safe", "keep"),
    "profile": ("documented", "rich"),
    "markup": ("passed", "literal", "markdown"),
    "strict": (True, False),
    "vendor": ("generic", *VENDORS),
    "region": ("", "SE", "US"),
    "to": (None, "+46701234567", "{{to}}"),
    "sender": (None, "Sinch"),
    "properties": (None, {}, {"MMS_SENDER": "1"}),
    "media_info": (None, {}),
}


def _odd(random: Random, values: tuple[Any, ...]) -> Any:
    """One of ``values``, one of those with a change, or something else altogether."""
    chance = random.random()
    if chance < 0.06:
        return random.choice(SCALARS)
    return mutated(random, random.choice(values)) if chance < 0.12 else random.choice(values)


def _make_options(random: Random) -> Case:
    names = random.sample([*_OPTIONS], random.randrange(1, 4))
    misspelt = {mutated_text(random, random.choice(names)): "raise"} if random.random() < 0.05 else {}
    return {
        "message": random.choice(seeds.messages()),
        "channel": _odd(random, (*seeds.CHANNELS, *map(str.lower, seeds.CHANNELS))),
        "options": {**{name: _odd(random, _OPTIONS[name]) for name in names}, **misspelt},
    }


def _run_options(case: Case) -> None:
    holds(transcode(case["message"], case["channel"], **case["options"]))


# --- short messages ---

_SEGMENTATION: Final[Mapping[str, tuple[Any, ...]]] = {
    "encoding": (None, "GSM", "UNICODE"),
    "unknown": ("?", "", "€"),
    "unknown_per": ("cluster", "character"),
    "languages": ("any", "tr,es", *(language.name for language in LANGUAGES), (1, 2), ["Hindi"]),
    "reference_bits": (8, 16),
    "reference": (0, 255, 256, 65_535),
    "message_class": (None, "flash", 3),
    "keep_graphemes": (True, False),
    "normalize": (None, "NFC"),
    "line_feed": ("lf", "crlf"),
    "transliterate": ("off", "auto", "whole", "always", "vendor"),
    "transliteration_tables": ("all", *TRANSLITERATION_TABLES, {"a": "bb"}, ["latin", {"–": "-"}]),
    "vendor": ("generic", *VENDORS),
    "tables": ("latin",),
}


def _make_text(random: Random) -> Case:
    names = random.sample([*_SEGMENTATION], random.randrange(4))
    odd = random.random() < 0.2
    options = {name: _odd(random, _SEGMENTATION[name]) if odd else random.choice(_SEGMENTATION[name]) for name in names}
    written = mutated_text(random, text(random))
    return {"text": random.choice(SCALARS) if random.random() < 0.01 else written, "options": options}


def _run_text(case: Case) -> None:
    given, options = case["text"], case["options"]
    message = segment(given, **options)
    json.dumps(message.as_dict(), allow_nan=False)
    assert "".join(part.text for part in message.parts) == message.text, "the parts are not the text"
    assert message.segments == len(message.parts) == count_segments(given, **options), "counted otherwise than cut"
    assert all(part.units <= part.capacity for part in message.parts), "a part holds more than it can"


def _make_cut(random: Random) -> Case:
    made = _make_text(random)
    made["parts"] = _odd(random, (1, 2, 3, 255))
    made["ellipsis"] = _odd(random, ("", "…", "..."))
    made["numbering"] = _odd(random, (None, "({index}/{total}) ", "{index}"))
    return made


def _run_cut(case: Case) -> None:
    given, options = case["text"], case["options"]
    cut = truncate(given, case["parts"], ellipsis=case["ellipsis"], **options)
    assert cut.segmentation.segments <= case["parts"], "it does not fit"
    with contextlib.suppress(TranscodeError):
        split_messages(given, numbering=case["numbering"], **options)
    json.dumps(vendor_bill(given, **options).as_dict(), allow_nan=False)
    if len(given) < 2_000:
        json.dumps(advise(given, max_parts=case["parts"], **options).as_dict(), allow_nan=False)
    transliterate(given, options.get("transliteration_tables", "all"))
    sender_obstacle(given, vendor=options.get("vendor", "generic"))


def _make_octets(random: Random) -> Case:
    found = random.choice(seeds.octets())
    for _ in range(random.randrange(4)):
        found = mutated_octets(random, found)
    return {
        "octets": random.choice(SCALARS) if random.random() < 0.01 else found,
        "data_coding": _odd(random, (0, 4, 8, 0x10, 0x18, 0xF0, 0xC8, 0xE0)),
        "esm_class": _odd(random, (0, 0x40, 0x04)),
        "length": _odd(random, (0, len(found), len(found) * 8 // 7, 160)),
        "sar": _odd(random, (None, (1, 2, 1))),
        "default_alphabet": _odd(random, ("gsm", "latin-1", "ascii")),
        "number": _odd(random, ("+46708251358", "Sinch", "")),
    }


def _run_octets(case: Case) -> None:
    octets = case["octets"]
    readers: tuple[Callable[[], Any], ...] = (
        lambda: read_tpdu(octets),
        lambda: read_user_data(octets, case["length"], data_coding=case["data_coding"], has_header=True),
        lambda: read_user_data(octets, case["length"], data_coding=case["data_coding"]),
        lambda: read_short_message(
            octets,
            data_coding=case["data_coding"],
            esm_class=case["esm_class"],
            sar=case["sar"],
            default_alphabet=case["default_alphabet"],
        ),
        lambda: parse_header(octets),
        lambda: write_tlvs(read_tlvs(octets)),
        lambda: decode(unpack(octets, case["length"])),
        lambda: submit_tpdu(segment("hello").parts[0], case["number"]),
    )
    for read in readers:
        with contextlib.suppress(TranscodeError):
            repr(read())
    fragment = read_short_message(octets, data_coding=case["data_coding"], esm_class=case["esm_class"])
    repr(Collector().add(case["number"], fragment))


# --- what comes back ---


def _make_callback(random: Random) -> Case:
    callback = mutated(random, random.choice(seeds.callbacks()), seeds.callbacks())
    if random.random() < 0.3:
        return {"callback": json_text(random, as_json(callback))}
    if random.random() < 0.15:
        written = mutated_text(random, random.choice(seeds.receipts()))
        return {"callback": json_text(random, written)}
    return {"callback": callback}


def _run_callback(case: Case) -> None:
    is_json(inbound.receive(case["callback"]).as_dict())


_PARSERS: Final = {
    name: getattr(inbound, name)
    for name in inbound.__all__
    if name.startswith("parse_") and name not in ("parse_mm7", "parse_event")
}


def _make_parser(random: Random) -> Case:
    return {**_make_callback(random), "parser": random.choice([*_PARSERS])}


def _run_parser(case: Case) -> None:
    is_json(_PARSERS[case["parser"]](case["callback"]).as_dict())


def _make_mm7(random: Random) -> Case:
    body, headers = random.choice(seeds.deliveries())
    found = body
    for _ in range(random.choice((0, 0, 1, 1, 2))):
        found = mutated_octets(random, found)
    if random.random() < 0.5:
        start = random.randrange(len(body))
        word = re.compile(rb"[\w.:/-]{3,}").search(body, start) or re.compile(rb"\w+").search(body)
        assert word
        changed = mutated_text(random, word[0].decode("latin-1"))
        found = body[: word.start()] + changed.encode("utf-8", "replace") + body[word.end() :]
    if random.random() < 0.3:
        odd = random.choice(
            (
                "charset*=a",
                "boundary*0=b; boundary*=c",
                "filename*=\x00''x",
                "filename*=idna''x",
                "name*1=b",
                "charset=idna",
            )
        )
        found = found.replace(b"Content-Type: image/png", b"Content-Type: image/png; " + odd.encode())
    return {"body": found, "headers": mutated(random, headers, most=1)}


def _run_mm7(case: Case) -> None:
    is_json(inbound.receive(case["body"], case["headers"]).as_dict())
    received = inbound.parse_mm7(case["body"], case["headers"])
    is_json(received.as_dict())
    inbound.answer_mm7(received).encode()


@cache
def _sent() -> tuple[Transcoded, ...]:
    results = (Transcoded.from_json(json.dumps(result)) for result in seeds.stored())
    return tuple(result for result in results if result.replies)


def _make_reply(random: Random) -> Case:
    number = random.randrange(len(_sent()))
    option = random.choice(_sent()[number].replies)
    written = random.choice((option.label, option.shown, option.postback or "", "2", "STOP", "the first", text(random)))
    if random.random() < 0.6:
        written = mutated_text(random, written)
    if random.random() < 0.3:
        return {"sent": number, "reply": mutated(random, random.choice(seeds.callbacks()), most=2)}
    return {"sent": number, "reply": random.choice(SCALARS) if random.random() < 0.02 else written}


def _run_reply(case: Case) -> None:
    is_json(inbound.resolve_reply(_sent()[case["sent"]], case["reply"]).as_dict())


def _make_report(random: Random) -> Case:
    return {
        "sent": random.randrange(len(seeds.stored())),
        "callback": mutated(random, random.choice(seeds.callbacks()), most=2),
        "secret": _odd(random, ("secret", b"secret")),
        "headers": mutated(random, {"X-Line-Signature": "a", "x-hub-signature-256": "sha256=00"}),
        "signer": _odd(random, (None, *(signer.value for signer in inbound.Signer))),
        "identities": (_odd(random, ("+46701234567", "K917==")), _odd(random, ("46 70 123", "x"))),
    }


def _run_report(case: Case) -> None:
    result = Transcoded.from_json(json.dumps(seeds.stored()[case["sent"]]))
    with contextlib.suppress(TranscodeError):
        is_json(inbound.reconcile(result, inbound.receive(case["callback"])).as_dict())
    with contextlib.suppress(TranscodeError):
        body = as_json(case["callback"])
        inbound.verify_signature(case["secret"], body, case["headers"], signer=case["signer"])
    inbound.same_identity(*case["identities"])


# --- campaigns, MMS ---


def _make_campaign(random: Random) -> Case:
    message = mutated(random, random.choice(seeds.messages()), ({"text": "Hi ${name}, ${city}!"}, "${a} ${name}"))
    if random.random() < 0.6:
        message = {"text_message": {"text": "Hi ${name}, from ${city}: " + text(random)}}
    row = {"name": text(random), "city": text(random), "a": "1", "to": "+46701234567"}
    return {
        "message": message,
        "channel": random.choice(("SMS", "SMS", *seeds.CHANNELS)),
        "rows": [mutated(random, row, most=2), row],
        "defaults": _odd(random, (None, {"name": "x"})),
        "link_length": _odd(random, (None, 20)),
        "rates": _odd(random, (None, "0.0075", {"*": "0.1"})),
    }


def _run_campaign(case: Case) -> None:
    plan = compile_plan(case["message"], case["channel"], defaults=case["defaults"], link_length=case["link_length"])
    plan.count_many(case["rows"])
    is_json(plan.estimate(case["rows"], rates=case["rates"]).as_dict())


@cache
def _submits() -> tuple[Any, ...]:
    transcoder = Transcoder()
    sent = (
        transcoder.transcode(case["message"], "MMS", to="+16175550123", properties={"MMS_SENDER": "28444"})
        for case in seeds.cases()
        if "template_message" not in case["message"]
    )
    return tuple(payload for result in sent for payload in result.as_dict()["payloads"])


def _make_mms(random: Random) -> Case:
    return {
        "payload": mutated(random, random.choice(_submits()), _submits()[:3], most=2),
        "fallback": _odd(random, (None, "Hello")),
        "transaction_id": _odd(random, ("t-1",)),
        "service_id": _odd(random, ("12345",)),
        "expiry": _odd(random, (None, "2026-11-27T08:00:00Z")),
    }


def _run_mms(case: Case) -> None:
    with contextlib.suppress(TranscodeError):
        request = mms.render_sendmms(
            case["payload"],
            service_id=case["service_id"],
            fallback_sms_text=case["fallback"],
            mms_expiry_timestamp=case["expiry"],
        )
        is_json(request.body)
    mms.render_mm7(case["payload"], transaction_id=case["transaction_id"], vaspid="v", vasid="w")


TARGETS: Final[Mapping[str, Target]] = {
    target.name: target
    for target in (
        Target("transcode", 30, _make_message, _run_message),
        Target("json", 4, _make_json, _run_json),
        Target("request", 2, _make_request, _run_request),
        Target("stored", 3, _make_stored, _run_stored),
        Target("page", 1, _make_json, _run_page),
        Target("options", 4, _make_options, _run_options),
        Target("segment", 12, _make_text, _run_text),
        Target("cut", 4, _make_cut, _run_cut),
        Target("octets", 10, _make_octets, _run_octets),
        Target("receive", 12, _make_callback, _run_callback),
        Target("parsers", 3, _make_parser, _run_parser),
        Target("mm7", 5, _make_mm7, _run_mm7),
        Target("reply", 5, _make_reply, _run_reply),
        Target("report", 2, _make_report, _run_report),
        Target("campaign", 3, _make_campaign, _run_campaign),
        Target("mms", 3, _make_mms, _run_mms),
    )
}
