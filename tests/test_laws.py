"""What holds for every message and every channel."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conservation import facts, vanished
from tests.corpus import PROPERTIES, RECIPIENTS, ROOT, names, run
from tests.strategies import messages
from transcode import Code, Finding, Outcome, Profile, Severity, Transcoded, Transcoder
from transcode.channels import implemented

CHANNELS = st.sampled_from(implemented())
TRANSCODERS = {profile: Transcoder(profile=profile) for profile in Profile}


def _transcode(message: Any, channel: str, profile: Profile = Profile.DOCUMENTED) -> Transcoded:
    return TRANSCODERS[profile].transcode(message, channel, to=RECIPIENTS.get(channel), properties=PROPERTIES)


# --- conservation ---


@settings(max_examples=300)
@given(messages(), CHANNELS, st.sampled_from(list(Profile)))
def test_nothing_vanishes_unreported(message: dict[str, Any], channel: str, profile: Profile) -> None:
    result = _transcode(message, channel, profile)
    if any(finding.severity is Severity.REJECTED and not finding.path for finding in result.findings):
        return
    if result.payloads:
        assert vanished(message, result.payloads, result) == [], result.as_dict()


@settings(max_examples=200)
@given(messages(), st.sampled_from(("SMS", "MMS")))
def test_nothing_that_is_shown_is_called_lost(message: dict[str, Any], channel: str) -> None:
    result = _transcode(message, channel)
    values = dict(facts(message))
    for finding in result.findings:
        value = values.get(finding.path, "")
        if finding.code is Code.DROPPED and re.fullmatch(r"[A-Za-z]{4,}", value):
            assert not re.search(rf"(?<!\w){value}(?!\w)", re.sub(r"\S+://\S+", "", result.text or "")), finding


REPEATED = st.sampled_from(("Hello", "https://example.com", "Read https://example.com today", "1", "Shop"))


@settings(max_examples=200)
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


@settings(max_examples=200)
@given(messages(), CHANNELS, st.sampled_from(list(Profile)))
def test_every_finding_leads_to_a_field(message: dict[str, Any], channel: str, profile: Profile) -> None:
    for finding in _transcode(message, channel, profile).findings:
        assert _resolves(message, finding), finding


def _resolves(message: Any, finding: Finding) -> bool:
    place = message
    for key, index in re.findall(r"([^.\[\]]+)|\[(\d+)\]", finding.path):
        try:
            place = place[key] if key else place[int(index)]
        except (KeyError, IndexError, TypeError):
            return False
    return True


@settings(max_examples=200)
@given(messages(), CHANNELS)
def test_the_outcome_says_what_the_findings_say(message: dict[str, Any], channel: str) -> None:
    result = _transcode(message, channel)
    if result.outcome is Outcome.NATIVE:
        assert not [finding for finding in result.findings if finding.severity is Severity.LOSS]
    assert result.deliverable is all(finding.severity < Severity.REJECTED for finding in result.findings)
    assert result.outcome is not Outcome.OVERRIDE


@settings(max_examples=200)
@given(messages(), CHANNELS, st.sampled_from(list(Profile)))
def test_the_same_message_gives_the_same_bytes(message: dict[str, Any], channel: str, profile: Profile) -> None:
    before = json.dumps(message)
    first = _transcode(message, channel, profile).to_json()
    assert json.dumps(message) == before
    again = Transcoder(profile=profile).transcode(before, channel, to=RECIPIENTS.get(channel), properties=PROPERTIES)
    assert again.to_json() == first
    assert json.loads(first) == again.as_dict()


@settings(max_examples=200)
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
from hypothesis import given, settings, strategies as st
from tests.strategies import messages
from tests.corpus import load, names, run
from transcode import Profile, Transcoder, transcode
from transcode.channels import implemented

for channel in implemented():           # load what is loaded once
    for profile in Profile:
        for name in names():
            run(name, channel, profile=profile).to_json()

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
cases = [(name, channel, profile) for channel in implemented() for profile in Profile for name in names()]
loaded = [(load(name), channel, Transcoder(profile=profile, omni_templates=load(name).get("omni_templates", ())))
          for name, channel, profile in cases]
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
for case, channel, transcoder in loaded:
    transcoder.transcode(case["message"], channel, properties={"MMS_SENDER": "28444"}).to_json()
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


def test_the_witness_does_see() -> None:
    """The same watch over a run that opens a file and reads the clock."""
    broken = _WITNESS.replace(
        "for case, channel, transcoder in loaded:",
        'open("pyproject.toml").close()\nfor case, channel, transcoder in loaded:',
    )
    done = subprocess.run([sys.executable, "-c", broken], cwd=ROOT, capture_output=True, text=True, check=False)
    assert json.loads(done.stdout)["seen"][0][0] == "open"
    broken = _WITNESS.replace(
        "for case, channel, transcoder in loaded:", "time.time()\nfor case, channel, transcoder in loaded:"
    )
    done = subprocess.run([sys.executable, "-c", broken], cwd=ROOT, capture_output=True, text=True, check=False)
    assert "read a clock" in done.stderr


@pytest.mark.parametrize("seed", ["0", "1", "4242"])
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
