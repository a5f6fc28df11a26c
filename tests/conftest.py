"""How thoroughly the laws are tried."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, Phase, settings

from tests.strategies import CONTENTS
from transcode import UnknownChannel
from transcode.channels import implemented, writer_for

DEFAULT, IN_CI = 400, 2_000


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the switches."""
    parser.addoption(
        "--law-examples",
        type=int,
        metavar="N",
        help=f"messages that the laws are tried with on every channel, in both profiles "
        f"({DEFAULT:,}; {IN_CI:,} where the environment variable CI is set)",
    )
    parser.addoption(
        "--law-channels",
        metavar="CHANNEL,...",
        help="channels that the laws are tried on, such as VIBER,LINE (all)",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Settle it before the laws are read: they take the Hypothesis profiles ``laws`` and ``figures``."""
    _channels(config)
    wanted = config.getoption("--law-examples")
    if wanted is None:
        wanted = IN_CI if os.environ.get("CI") else DEFAULT
    # The first message waits for Hypothesis's table of all characters, which is no fault of the strategy. Which lines
    # run in failing examples alone is not told: finding out takes as long as the smallest example.
    # How long an example takes depends on what else the machine does; what it may cost is counted elsewhere.
    settings.register_profile("unhurried", settings(), deadline=None, max_examples=60)
    settings.load_profile("unhurried")
    for name, examples in (("laws", -(-wanted // len(CONTENTS))), ("figures", -(-wanted // 10))):
        settings.register_profile(
            name,
            max_examples=examples,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
            phases=set(Phase) - {Phase.explain},
        )


@pytest.fixture(scope="session")
def law_channels(pytestconfig: pytest.Config) -> tuple[str, ...]:
    """The channels that the laws are tried on."""
    return _channels(pytestconfig)


def _channels(config: pytest.Config) -> tuple[str, ...]:
    wanted = config.getoption("--law-channels")
    if wanted is None:
        return tuple(implemented())
    try:
        return tuple(writer_for(name.strip()).channel for name in wanted.split(","))
    except UnknownChannel as error:
        raise pytest.UsageError(f"--law-channels: {error}") from None
