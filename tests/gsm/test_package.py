from __future__ import annotations

import subprocess
import sys

import transcode.gsm

HEAVY = ("transcode.gsm.tables", "transcode.gsm.substitutes", "regex", "pydantic", "jinja2")


def test_all_public_names_are_there() -> None:
    names = transcode.gsm.__all__
    assert len(set(names)) == len(names)
    assert all(hasattr(transcode.gsm, name) for name in names)


def test_tables_and_other_packages_are_loaded_only_when_needed() -> None:
    program = f"""
import sys
from transcode.gsm import advise, count_segments, segment
segment("hello \\u20ac" * 99).parts[0].user_data
count_segments("\\u044f" * 99)
assert not (loaded := set({HEAVY!r}) & set(sys.modules)), loaded
segment("\\u015f", languages="tr")
assert "transcode.gsm.tables" in sys.modules
"""
    subprocess.run([sys.executable, "-c", program], check=True)
