"""``transcode findings``, and the page that it writes."""

from __future__ import annotations

import json

from tests.cli.running import bad, good
from tests.corpus import ROOT
from transcode import Code
from transcode.inbound import InboundCode

PAGE = ROOT / "snapshots" / "findings.md"
CODES = [*Code, *InboundCode]


def test_the_page_is_current() -> None:
    """Written by ``transcode findings --format markdown > snapshots/findings.md``."""
    assert PAGE.read_text(encoding="utf-8") == good("findings", "--format", "markdown")


def test_each_code_is_there_once_with_its_wording() -> None:
    page = PAGE.read_text(encoding="utf-8").splitlines()
    rows = [line for line in page if line.startswith("| `")]
    wordings = [code.wording.replace("!r", "").replace(":,", "") for code in CODES]
    assert rows == [
        f"| `{code.value}` | {code.severity.name} | {wording} |" for code, wording in zip(CODES, wordings, strict=True)
    ]
    assert not any("|" in wording for wording in wordings)


def test_for_people_and_programs() -> None:
    shown = good("findings").splitlines()
    assert "INFO      label_cut: " + Code.LABEL_CUT.wording in shown
    assert len(shown) == len(CODES) + 3
    listed = json.loads(good("findings", "--format", "json"))["findings"]
    assert [one["code"] for one in listed] == [code.value for code in CODES]


def test_one_code() -> None:
    assert good("findings", "empty").splitlines()[1].startswith("REJECTED  empty: ")
    both = json.loads(good("findings", "unknown_field", "--format", "json"))["findings"]
    assert [one["about"] for one in both] == ["outbound", "inbound"]
    assert bad("findings", "lable_cut") == ["CODE: there is no 'lable_cut' (did you mean 'label_cut'?)"]
