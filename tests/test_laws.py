"""What holds for every message and every channel."""

from __future__ import annotations

import hashlib
import json
import re
import struct
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from html import unescape
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.corpus import PROPERTIES, RECIPIENTS, ROOT, names, run
from tests.marks import HINTS, facts, field_of, marked, marks
from tests.strategies import messages
from transcode import Code, Finding, Outcome, Profile, Severity, Transcoded, Transcoder
from transcode.channels import implemented, writer_for

CHANNELS = st.sampled_from(implemented())
TRANSCODERS = {profile: Transcoder(profile=profile) for profile in Profile}


def _transcode(message: Any, channel: str, profile: Profile = Profile.DOCUMENTED) -> Transcoded:
    return TRANSCODERS[profile].transcode(message, channel, to=RECIPIENTS.get(channel), properties=PROPERTIES)


# --- conservation, judged by a search that shares nothing with the library's own accounting ---

# These say of what stands at their path, and of all that is in it, that it or some of it is not there.
NAMING = {Code.DROPPED, Code.HINT_IGNORED, Code.TRUNCATED}
# Fields of payloads that hold no content: who it goes to, and the words of the format.
FORMAT = {
    *("to", "from", "chat_id", "recipient", "recipient_type", "messaging_product", "method", "category"),
    *("type", "mode", "layout", "size", "aspectRatio", "aspectMode", "weight", "color", "margin", "spacing", "style"),
    *("action", "name_of_action", "flow_message_version", "biz_opaque_callback_data"),
    *("id", "data", "callback_data", "ActionType"),  # what comes back, which nobody reads
}

OPENED = re.compile(r"buttons?(\[\d\])?\.action$")
"""What a button of Viber Business opens, in a field that is one of the format's elsewhere."""
HTML = {"Text"}
"""Fields of payloads that are HTML: the cells of Viber."""


def _bare(text: str) -> str:
    """Letters and digits only: neither capitals, nor markup, nor white space, nor percent-encoding count."""
    return re.sub(r"[\W_]+", "", unquote(text).upper().casefold())


def _tight(text: str) -> str:
    """Everything but capitals, white space and percent-encoding: of what is cut, the end may be a full stop."""
    return re.sub(r"\s+", "", unquote(text).upper().casefold())


def _output(result: Transcoded) -> Iterator[str]:
    """Every string that goes out and may show something of the message."""
    yield result.text or ""
    for payload in result.payloads:
        for path, value in facts(dict(payload)):
            if field_of(path) not in FORMAT or OPENED.search(path):
                yield unescape(value.replace("<br>", "\n")) if field_of(path) in HTML else value


def _search(result: Transcoded, form: Callable[[str], str] = _bare) -> Callable[[str], bool]:
    """What tells whether a value is shown: in one string, or in several where it is so long that it may be split."""
    strings = list(map(form, _output(result)))
    apart, joined = "\n".join(strings), "".join(strings)

    def is_shown(value: str) -> bool:
        wanted = form(value)
        return wanted in apart or (len(wanted) > 60 and wanted in joined)

    return is_shown


def _is_below(path: str, part: str) -> bool:
    return path == part or path.startswith((f"{part}.", f"{part}["))


def _is_named(path: str, findings: Iterable[Finding]) -> bool:
    for finding in findings:
        if finding.code in NAMING and finding.path and _is_below(path, finding.path):
            return True
        if finding.code is Code.EVENT_NOT_ADDED and _is_below(path, finding.path):
            return field_of(path).startswith("event_")
    return False


def _coordinate(value: str) -> str:
    """The fewest digits that give the same 32-bit float, without an exponent."""

    def single(number: float) -> bytes:
        return struct.pack("f", number)

    exact = struct.unpack("f", single(float(value)))[0]
    written = (f"{exact:.{digits}g}" for digits in range(1, 10))
    return f"{Decimal(next(text for text in written if single(float(text)) == single(exact))):f}"


TIMES = {"event_start", "event_end"}
MINUTE = timedelta(minutes=1)
ASKED = {"title": "zq000k", "fallback_url": "https://zq001k.example"}
EVENT = {
    "title": "a",
    "event_start": "1999-01-01T00:00:00Z",
    "event_end": "2000-01-01T00:00:00Z",
    "event_title": "0",
    "fallback_url": "",
}


# A message costs far more to make up than to send: each is tried with both laws, in both profiles.
@pytest.mark.parametrize("channel", implemented())
@settings.get_profile("laws")
@given(message=messages().map(marked))
@example(message={"choice_message": {"choices": [{"share_location_message": ASKED}]}})
def test_nothing_vanishes_unreported_and_nothing_that_is_shown_is_called_lost(
    channel: str, message: dict[str, Any]
) -> None:
    for profile in Profile:
        result = _transcode(message, channel, profile)
        vanishes_unreported(message, result)
        is_called_lost(message, result)


@pytest.mark.parametrize("channel", implemented())
@settings.get_profile("laws")
@given(message=messages())
@example(message={"choice_message": {"choices": [{"calendar_message": EVENT}]}})
def test_nothing_vanishes_unreported(channel: str, message: dict[str, Any]) -> None:
    """As above, with words that may repeat, be empty or be those of a payload."""
    for profile in Profile:
        vanishes_unreported(message, _transcode(message, channel, profile))


# A text in many pieces has a value in none of them; that it is whole in all of them together is tried elsewhere.
SPLIT_BY = {"text", "direct send text", "body"}
FIGURES = [
    (channel, limit.name)
    for channel in implemented()
    for limit in writer_for(channel).limits
    if limit.name not in writer_for(channel).fixed_limits | SPLIT_BY
]


@settings(max_examples=25, deadline=None)
@given(messages().map(marked), st.sampled_from(FIGURES), st.sampled_from((1, 2, 3, 8, 20)))
def test_both_laws_hold_with_other_figures(message: dict[str, Any], limit: tuple[str, str], value: int) -> None:
    """A form with less room, a button or a card less: what has no room is told, whatever the figures are."""
    channel, name = limit
    for profile in Profile:
        transcoder = Transcoder(profile=profile, limits={channel: {name: value}})
        result = transcoder.transcode(message, channel, to=RECIPIENTS.get(channel), properties=PROPERTIES)
        vanishes_unreported(message, result)
        is_called_lost(message, result)


def _slots(value: Any) -> Iterator[datetime]:
    """When the slots of a time picker begin and end: Apple has their begin to the minute, and how long they last."""
    if isinstance(value, dict):
        if value.keys() >= {"startTime", "duration"}:
            begins = datetime.strptime(value["startTime"], "%Y-%m-%dT%H:%M%z")
            yield from (begins, begins + timedelta(seconds=value["duration"]))
        value = value.values()
    elif not isinstance(value, (list, tuple)):
        return
    for item in value:
        yield from _slots(item)


def vanishes_unreported(message: dict[str, Any], result: Transcoded) -> None:
    """Fail where a value is neither shown, nor comes back, nor is named."""
    if not result.payloads:
        assert not result.deliverable
        return
    is_shown = _search(result)
    replies = {reply.postback for reply in result.replies}
    for path, value in facts(message):
        name = field_of(path)
        if name in HINTS or not _bare(value):
            continue
        wanted = _coordinate(value) if name in {"latitude", "longitude"} else value
        came_back = name == "postback_data" and value in replies
        if name in TIMES and any(abs(one - datetime.fromisoformat(value)) < MINUTE for one in _slots(result.payloads)):
            continue
        assert is_shown(wanted) or came_back or _is_named(path, result.findings), (path, value, result.as_dict())


def is_called_lost(message: dict[str, Any], result: Transcoded) -> None:
    """Fail where a value that a finding names is shown."""
    is_shown, is_whole = _search(result), _search(result, _tight)
    for finding in result.findings:
        if finding.code not in NAMING:
            continue
        # Of what is cut the mark still stands there; not all of it does.
        found = [
            is_whole(value) if finding.code is Code.TRUNCATED else is_shown(mark)
            for path, value, mark in marks(message)
            if _is_below(path, finding.path)
        ]
        assert not found or not all(found), (finding, result.as_dict())


REPEATED = st.sampled_from(("Hello", "https://example.com", "Read https://example.com today", "1", "Shop"))


@settings(max_examples=120)
@given(st.lists(REPEATED, min_size=4, max_size=4))
def test_values_that_repeat_are_not_called_lost(values: list[str]) -> None:
    text, title, label, description = values
    message = {
        "card_message": {
            "title": title,
            "description": description,
            "choices": [
                {"text_message": {"text": text}},
                {"url_message": {"title": label, "url": "https://example.com"}},
            ],
        }
    }
    assert _transcode(message, "SMS").losses == ()


@settings(max_examples=120)
@given(messages(), CHANNELS, st.sampled_from(list(Profile)))
def test_every_finding_leads_to_afield_of(message: dict[str, Any], channel: str, profile: Profile) -> None:
    for finding in _transcode(message, channel, profile).findings:
        if not _is_about_an_argument(finding):
            assert _resolves(message, finding), finding


def _is_about_an_argument(finding: Finding) -> bool:
    """What is given beside the message is named as the argument is."""
    return finding.path in ("to", "sender") or finding.path.startswith("channel_properties.")


def _resolves(message: Any, finding: Finding) -> bool:
    place = message
    for key, index in re.findall(r"([^.\[\]]+)|\[(\d+)\]", finding.path):
        try:
            place = place[key] if key else place[int(index)]
        except (KeyError, IndexError, TypeError):
            return False
    return True


@settings(max_examples=120)
@given(messages(), CHANNELS)
def test_the_outcome_says_what_the_findings_say(message: dict[str, Any], channel: str) -> None:
    result = _transcode(message, channel)
    if result.outcome is Outcome.NATIVE:
        assert not [finding for finding in result.findings if finding.severity is Severity.LOSS]
    assert result.deliverable is all(finding.severity < Severity.REJECTED for finding in result.findings)
    assert result.outcome is not Outcome.OVERRIDE


@settings(max_examples=120)
@given(messages(), CHANNELS, st.sampled_from(list(Profile)))
def test_the_same_message_gives_the_same_bytes(message: dict[str, Any], channel: str, profile: Profile) -> None:
    before = json.dumps(message)
    first = _transcode(message, channel, profile).to_json()
    assert json.dumps(message) == before
    again = Transcoder(profile=profile).transcode(before, channel, to=RECIPIENTS.get(channel), properties=PROPERTIES)
    assert again.to_json() == first
    assert json.loads(first) == again.as_dict()


@settings(max_examples=120)
@given(messages())
def test_sms_parts_join_to_the_text_and_fit(message: dict[str, Any]) -> None:
    result = _transcode(message, "SMS")
    segments = result.segments
    assert segments is not None
    assert "".join(part.text for part in segments.parts) == result.text == result.payloads[0]["body"]
    assert len(segments.parts) == segments.segments
    assert sum(part.units for part in segments.parts) == segments.units
    assert all(part.units <= part.capacity for part in segments.parts)


@settings(max_examples=100)
@given(messages())
def test_plain_text_is_transcoded_to_itself(message: dict[str, Any]) -> None:
    text = _transcode(message, "SMS").text
    again = _transcode({"text_message": {"text": text}}, "SMS")
    assert again.text == text
    assert not again.losses or not (text or "").strip() or again.losses[0].limit == 2000


# --- purity ---

_WITNESS = """
import builtins, io, json, sys, time
from tests.corpus import load, names
from transcode import Profile, Transcoder, transcode
from transcode.channels import implemented, writer_for

cases = [(name, channel, profile) for channel in implemented() for profile in Profile for name in names()]
shared = {profile: Transcoder(profile=profile) for profile in Profile}
loaded = []
for name, channel, profile in cases:
    case = load(name)
    own = case.get("omni_templates")
    loaded.append((case, channel, Transcoder(profile=profile, omni_templates=own) if own else shared[profile]))

def send_all():
    for case, channel, transcoder in loaded:
        transcoder.transcode(case["message"], channel, properties={"MMS_SENDER": "28444"}).to_json()

send_all()  # load what is loaded once

QUIET = ("builtins.id", "object.", "compile", "exec", "sys._getframe", "cpython.", "code.", "marshal.")
watching = False
seen = []

def hook(event, args):
    if watching and not event.startswith(QUIET):
        seen.append((event, str(args)[:80]))

sys.addaudithook(hook)

def forbidden(*args, **kwargs):
    raise AssertionError("read a clock or drew a random number")

import random, uuid, datetime, logging
other = {"text_message": {"text": "x"}, "explicit_channel_message": {"WECHAT": "y", "NOWHERE": "z"}}
transcode(other, "SMS")
originals = {}
for module, names_ in ((time, ("time", "time_ns", "monotonic", "perf_counter", "sleep", "localtime", "gmtime")),
                       (random, ("random", "randint", "getrandbits", "choice")), (uuid, ("uuid4", "uuid1"))):
    for name in names_:
        originals[module, name] = getattr(module, name)
        setattr(module, name, forbidden)
logged = []
logging.getLogger().addHandler(type("H", (logging.Handler,), {"emit": lambda self, record: logged.append(record)})())
logging.getLogger().setLevel(0)
out, sys.stdout = sys.stdout, io.StringIO()
watching = True
send_all()
transcode(other, "SMS").to_json()
watching = False
printed, sys.stdout = sys.stdout.getvalue(), out
for (module, name), original in originals.items():
    setattr(module, name, original)
print(json.dumps({"seen": seen[:5], "logged": len(logged), "printed": printed, "cases": len(loaded)}))
"""


def test_no_file_no_socket_no_process_no_clock_no_log() -> None:
    done = subprocess.run([sys.executable, "-c", _WITNESS], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    witness = json.loads(done.stdout)
    assert witness.pop("cases") > 50
    assert witness == {"seen": [], "logged": 0, "printed": ""}


@pytest.mark.parametrize(
    ("slip", "seen"), [('open("pyproject.toml").close()', "open"), ("time.time()", "read a clock")]
)
def test_the_witness_does_see(slip: str, seen: str) -> None:
    """The same watch over a run that opens a file, or reads the clock."""
    broken = _WITNESS.replace("watching = True\n", f"watching = True\n{slip}\n").replace("in names()", "in names()[:1]")
    done = subprocess.run([sys.executable, "-c", broken], cwd=ROOT, capture_output=True, text=True, check=False)
    assert seen in (json.loads(done.stdout)["seen"][0][0] if done.stdout else done.stderr)


@pytest.mark.parametrize("seed", ["0", "4242"])
def test_another_process_gives_the_same_bytes(seed: str) -> None:
    code = (
        "import hashlib\nfrom tests.corpus import names, run\nfrom transcode.channels import implemented\n"
        "all_of_it = ''.join(run(name, channel).to_json() for channel in implemented() for name in names())\n"
        "print(hashlib.sha256(all_of_it.encode()).hexdigest())"
    )
    environment = {"PYTHONHASHSEED": seed, "PATH": ""}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    here = "".join(run(name, channel).to_json() for channel in implemented() for name in names())
    assert done.stdout.strip() == hashlib.sha256(here.encode()).hexdigest()
