from __future__ import annotations

from typing import Any

import pytest

from transcode.gsm import SegmentationError, sender_obstacle


@pytest.mark.parametrize(
    ("name", "obstacle"),
    [
        ("Sinch", None),
        ("O'Neill & Co", "it takes 12 septets, and there is room for 11"),
        ("Å" * 11, None),
        ("€" * 6, "it takes 12 septets, and there is room for 11"),
        ("Ünïcode", "ï U+00EF LATIN SMALL LETTER I WITH DIAERESIS at 2 is not in the GSM alphabet"),
        ("", "it is empty"),
        ("a" * 1_000_000, "it takes 1000000 septets, and there is room for 11"),
    ],
)
def test_what_a_sender_may_be_called(name: str, obstacle: str | None) -> None:
    assert sender_obstacle(name) == obstacle


@pytest.mark.parametrize(
    ("vendor", "name", "taken"),
    [
        ("twilio", "A&B + C_D-1", True),
        ("twilio", "A.B", False),
        ("telnyx", "My Shop 1", True),
        ("telnyx", "My-Shop", False),
        ("aws", "My-Shop-1", True),
        ("aws", "-MyShop", False),
        ("aws", "MyShop-", False),
        ("aws", "My_Shop", False),
        ("sinch", "Ål & Öl!", True),
    ],
)
def test_vendors_take_fewer_characters(vendor: str, name: str, taken: bool) -> None:
    assert sender_obstacle(name) is None
    assert (sender_obstacle(name, vendor=vendor) is None) == taken


def test_a_vendor_names_the_character() -> None:
    obstacle = "& U+0026 AMPERSAND at 2 is not in the alphabet of Telnyx for names"
    assert sender_obstacle("A & B", vendor="telnyx") == obstacle
    with pytest.raises(SegmentationError, match="vendor is"):
        sender_obstacle("A", vendor="nobody")


@pytest.mark.parametrize("name", [None, 5, b"Sinch"])
def test_a_name_is_a_string(name: Any) -> None:
    with pytest.raises(SegmentationError, match="name is"):
        sender_obstacle(name)
