"""How thoroughly the laws are tried."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

DEFAULT, IN_CI = 100, 200


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the switch."""
    parser.addoption(
        "--law-examples",
        type=int,
        metavar="N",
        help=f"messages that each law of conservation is tried with, by channel and profile "
        f"({DEFAULT}; {IN_CI} where the environment variable CI is set)",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Settle it before the laws are read: they take the Hypothesis profile ``laws``."""
    wanted = config.getoption("--law-examples")
    if wanted is None:
        wanted = IN_CI if os.environ.get("CI") else DEFAULT
    # The first message waits for Hypothesis's table of all characters, which is no fault of the strategy.
    slow_at_first = [HealthCheck.too_slow]
    # How long an example takes depends on what else the machine does; what it may cost is counted elsewhere.
    settings.register_profile("unhurried", settings(), deadline=None, max_examples=60)
    settings.load_profile("unhurried")
    settings.register_profile("laws", max_examples=wanted, deadline=None, suppress_health_check=slow_at_first)
