"""``transcode estimate`` and ``transcode routes``."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from tests.cli.running import HOSTILE, MAY_NOT_REACH_A_TERMINAL, bad, good, process, run, write
from transcode import routes
from transcode.campaign import compile  # noqa: A004 - as re.compile

TEXT = {"text_message": {"text": "Hi ${name}, your order has arrived in ${city}." + "." * 110}}
CSV = "to,name,city\n+46701740605,Ann,Lund\n+447700900123,Łucja,Łódź\nnone,Bo,Lund\n+46701740606,Ola\n"


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    message = write(tmp_path / "message.json", TEXT)
    (tmp_path / "recipients.csv").write_text(CSV, encoding="utf-8")
    return str(message), str(tmp_path / "recipients.csv")


def test_estimate(files: tuple[str, str]) -> None:
    shown = good("estimate", *files, "--rate", "0.0075", "--worst", "1")
    assert "recipients       4\n" in shown
    assert "cost             0.03\n" in shown
    assert "GSM-7   1  ██████████████████████████████  1   50.0%\n" in shown
    assert "name: Ł U+0141" in shown
    assert "row 2: 3 parts" in shown
    assert "the number cannot be used: 1, rows 3\n" in shown
    assert "the line has another number of fields than the header: 1, rows 4\n" in shown


def test_estimate_as_json_is_the_library_s(files: tuple[str, str]) -> None:
    estimate = compile(TEXT).estimate(files[1], rates={"+46": "0.05", "*": 1}, worst=10)
    found = json.loads(good("estimate", *files, "--json", "--rate", "+46=0.05", "--rate", "*=1"))
    assert found == estimate.as_dict()


@pytest.mark.parametrize(
    ("options", "keywords"),
    [
        (["--link-length", "20"], {"link_length": 20}),
        (["--property", "SMS_MAX_NUMBER_OF_MESSAGE_PARTS=1"], {"properties": {"SMS_MAX_NUMBER_OF_MESSAGE_PARTS": "1"}}),
        (["--vendor", "telnyx"], {"vendor": "telnyx"}),
        (["--transliterate", "always"], {"transliterate": "always"}),
        (["--languages", "tr,es"], {"languages": ["tr", "es"]}),
        (["--default", "name=customer"], {"defaults": {"name": "customer"}}),
        (["--channel", "mms", "--sender", "28444"], {"channel": "MMS", "sender": "28444"}),
    ],
)
def test_options(files: tuple[str, str], options: list[str], keywords: dict[str, Any]) -> None:
    estimate = compile(TEXT, **keywords).estimate(files[1], worst=10)
    assert json.loads(good("estimate", *files, "--json", *options)) == estimate.as_dict()


def test_standard_input(files: tuple[str, str], tmp_path: Path) -> None:
    expected = good("estimate", *files)
    assert good("estimate", files[0], "-", stdin=CSV) == expected
    assert good("estimate", "-", files[1], stdin=json.dumps(TEXT)) == expected
    (tmp_path / "latin.csv").write_bytes(CSV.replace("Łucja,Łódź", "Zoë,Köln").replace(",", ";").encode("latin-1"))
    found = json.loads(good("estimate", files[0], str(tmp_path / "latin.csv"), "--encoding", "latin-1", "--json"))
    assert found["unicode"]["columns"] == [{"name": "name", "recipients": 1}]


def test_page(files: tuple[str, str], tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    assert good("estimate", *files, "--html", str(page)) == good("estimate", *files)
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert good("estimate", *files, "--html", "-") == page.read_text(encoding="utf-8")


def test_exit_status(files: tuple[str, str], tmp_path: Path) -> None:
    assert run("estimate", *files, "--fail-on-failed").exit_code == 1
    (tmp_path / "good.csv").write_text("name,city\nAnn,Lund\n", encoding="utf-8")
    assert run("estimate", files[0], str(tmp_path / "good.csv"), "--fail-on-failed").exit_code == 0


def test_what_cannot_be_used(files: tuple[str, str], tmp_path: Path) -> None:
    message, rows = files
    (tmp_path / "other.csv").write_text("name\nAnn\n", encoding="utf-8")
    other = str(tmp_path / "other.csv")
    assert bad("estimate") == ["nothing to estimate: give a MESSAGE and its RECIPIENTS, or --example"]
    assert bad("estimate", message) == bad("estimate")
    assert bad("estimate", message, "--example") == ["a file and an example: give one of them"]
    assert bad("estimate", "-", "-") == ["standard input cannot be both the message and the recipients"]
    assert bad("estimate", message, other) == [f"{other}: there is no column 'city'; there are 'name'"]
    assert bad("estimate", message, str(tmp_path / "absent.csv")) == [f"{tmp_path}/absent.csv: there is no such file"]
    assert bad("estimate", message, rows, "--rate", "x")[0].startswith("rates['*']: must be an amount")
    assert bad("estimate", message, rows, "--rate", "1", "--rate", "*=2") == [
        "--rate: has more than one price for all others"
    ]
    assert bad("estimate", message, rows, "--rate", "se=1")[0].startswith("rates: 'se' is no destination")
    assert bad("estimate", message, rows, "--to", "phone")[0].endswith(
        "no column 'phone'; there are 'to', 'name', 'city'"
    )
    assert bad("estimate", message, rows, "--channel", "fax")[0].startswith("'FAX' is not a channel")
    assert bad("estimate", message, rows, "--default", "name")[0].startswith("--default: must be NAME=VALUE")
    assert bad("estimate", message, rows, "--languages", "klingon")
    assert bad("estimate", message, rows, "--link-length", "0")[0].startswith("link_length: must be")
    assert bad("estimate", message, rows, "--encoding", "klingon") == ["encoding: there is no 'klingon'"]
    assert bad("estimate", message, rows, "--delimiter", "ab")[0].startswith("delimiter: must be one character")
    assert bad("estimate", message, rows, "--json", "--html", "-")[0].startswith("--json and --html -")
    assert "report.html" in bad("estimate", message, rows, "--html", str(tmp_path / "no" / "report.html"))[0]
    (tmp_path / "message.json").write_text('{"text_message": {}}', encoding="utf-8")
    assert bad("estimate", message, rows) == ["text_message.text: is required"]


def test_what_a_terminal_would_obey_does_not_reach_it(tmp_path: Path) -> None:
    name = "na\x1b[31mme"
    message = write(tmp_path / "message.json", {"text_message": {"text": f"${{{name}}}я"}})
    row = {name: HOSTILE.replace("\ue000", "") * 3}
    (tmp_path / "rows.jsonl").write_text(json.dumps(row) + "\n{}\n", encoding="utf-8")
    pytest.importorskip("polars")
    for options in ([], ["--json"], ["--html", "-"]):
        shown = good("estimate", str(message), str(tmp_path / "rows.jsonl"), *options)
        assert not MAY_NOT_REACH_A_TERMINAL & set(shown) or options == ["--html", "-"]


def test_a_finding_about_everybody_is_told(tmp_path: Path) -> None:
    place = {"location_message": {"title": "${name}", "label": "x", "coordinates": {"latitude": 1.0, "longitude": 2.0}}}
    message = write(tmp_path / "message.json", place)
    result = run("estimate", str(message), "-", stdin="name\nAnn\n")
    assert result.exit_code == 0
    assert result.stderr.startswith("warning: every recipient: LOSS location_message.label")


def test_the_example() -> None:
    done = process("estimate", "--example", "--rate", "0.0075")
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"recipients       10,000" in done.stdout


def _read_to_the_end(terminal: int) -> None:
    with suppress(OSError):  # which the end of a pseudo-terminal is
        while os.read(terminal, 65536):
            pass


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_interrupted_it_reports_what_was_counted(files: tuple[str, str]) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "transcode", "estimate", files[0], "-", "--json"]
    running = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=theirs)
    os.close(theirs)
    assert running.stdin is not None
    assert running.stdout is not None
    # More than is read at a time, and then no end, so that it waits; the bar says when it has counted some.
    running.stdin.write(b"name,city\n" + b"Ann,Lund\n" * 600_000)
    running.stdin.flush()
    shown = b""
    while not re.search(rb"[1-9][0-9,]* rows", shown) and running.poll() is None:
        shown += os.read(ours, 65536)
    reading = Thread(target=_read_to_the_end, args=(ours,))  # a full terminal would keep the bar from ending
    reading.start()
    time.sleep(0.1)
    running.send_signal(signal.SIGINT)
    found = json.loads(running.stdout.read())
    running.stdin.close()
    running.stdout.close()
    assert running.wait(timeout=30) == 130
    reading.join()
    os.close(ours)
    assert found["interrupted"] is True
    assert 0 < found["recipients"] <= 600_000
    assert found["recipients"] == found["sent"]


def test_routes(tmp_path: Path) -> None:
    shown = good(
        "routes",
        "--example",
        "card",
        "--channel",
        "sms,whatsapp",
        "--rate",
        "SMS=0.0075",
        "--rate",
        "WHATSAPP=0.01",
        "--chain",
        "whatsapp,sms",
        "--reach",
        "WHATSAPP=0.5",
    )
    assert shown.splitlines()[0].split() == ["channel", "sent", "losses", "units", "price"]
    assert "WHATSAPP, else SMS\nexpected cost 0.0125; reaches 100.0% of the recipients\n" in shown
    message = write(tmp_path / "message.json", TEXT)
    found = json.loads(good("routes", str(message), "--rate", "SMS=0.0075", "--to", "+46701740605", "--json"))
    assert found == json.loads(json.dumps(routes(TEXT, rates={"SMS": "0.0075"}, to="+46701740605").as_dict()))
    named = [good("routes", "--example", "card", option, "sms,line") for option in ("--channel", "--channels")]
    assert named[0] == named[1]


def test_routes_that_cannot_be() -> None:
    assert bad("routes", "--example", "card", "--rate", "0.1")[0].startswith(
        "--rate: must be NAME=VALUE, such as SMS=0.0075"
    )
    assert bad("routes", "--example", "card", "--reach", "x", "--chain", "sms")[0].startswith("--reach: must be")
    assert bad("routes", "--example", "card", "--chain", "sms", "--reach", "rsc=1") == [
        "reach: 'RSC' is not in the chain SMS"
    ]
    assert bad("routes", "--example", "card", "--reach", "sms=1")[0].startswith("--reach says nothing without --chain")
    assert bad("routes", "--example", "card", "--chain", "fax")[0].startswith("routes: 'fax' is not among")
    assert bad("routes", "--example", "card", "--channel", "fax")[0].startswith("'FAX' is not a channel")


def test_rates_by_class(tmp_path: Path) -> None:
    file = tmp_path / "message.json"
    file.write_text(json.dumps({"text_message": {"text": "x" * 200}}))
    rates = ("--rate", "rcs.RICH_MESSAGE=0.01", "--rate", "RCS.RICH_MEDIA_MESSAGE=0.05", "--rate", "SMS=0.02")
    shown = json.loads(good("routes", str(file), "--channel", "rcs,sms", *rates, "--json"))["routes"]
    assert [(route["channel"], route["units"], route["price"]) for route in shown] == [
        ("RCS", 2, "0.02"),
        ("SMS", 2, "0.04"),
    ]
    for wrong in (
        ("RCS.RICH_MESSAGE=1", "RCS=1"),
        ("RCS=1", "RCS.RICH_MESSAGE=1"),
        ("RCS=1", "rcs=2"),
        ("RCS.A=1", "RCS.A=2"),
    ):
        given = [word for rate in wrong for word in ("--rate", rate)]
        assert bad("routes", str(file), *given) == [f"--rate: has more than one price for {wrong[1][:3]}"]
