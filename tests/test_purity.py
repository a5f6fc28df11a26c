"""What a transcoding touches: nothing but its arguments, in whichever process it runs."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys

import pytest

from tests.corpus import ROOT, names, run
from transcode.channels import implemented

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
