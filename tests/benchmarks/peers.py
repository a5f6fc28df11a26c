"""The others, each called as its own documentation has it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib import import_module, metadata
from pathlib import Path


@dataclass(frozen=True)
class Measured:
    """What a peer took, in microseconds a message, and how many segments it found in each message."""

    microseconds: float
    counts: list[int]


@dataclass(frozen=True)
class Peer:
    name: str
    where: str
    version: str | None = None
    """None where it is not installed."""
    count: Measured | None = None
    split: Measured | None = None


def best_of(times: Sequence[Peer]) -> Peer:
    """Return a peer with the best of its times."""
    counts = [peer.count for peer in times if peer.count]
    splits = [peer.split for peer in times if peer.split]
    return replace(
        times[0],
        count=min(counts, key=lambda measured: measured.microseconds, default=None),
        split=min(splits, key=lambda measured: measured.microseconds, default=None),
    )


def timed(work: Callable[[str], object], texts: Sequence[str], rounds: int) -> float:
    """Return the microseconds that ``work`` takes for one text: the best of so many rounds."""
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        for text in texts:
            work(text)
        best = min(best, time.perf_counter() - start)
    return best / len(texts) * 1e6


def _smsutil() -> tuple[Callable[[str], int], Callable[[str], int] | None]:
    split = import_module("smsutil").split

    def work(text: str) -> int:
        return len(split(text).parts)

    return work, work


def _smssafe() -> tuple[Callable[[str], int], Callable[[str], int] | None]:
    # `sanitize` would alter the text first; this is its last step, which counts.
    metrics = import_module("smssafe.core").step7_encode_metrics
    return lambda text: metrics(text)[2], None


def _sms_counter() -> tuple[Callable[[str], int], Callable[[str], int] | None]:
    counter = import_module("sms.counter").SMSCounter()
    return lambda text: counter.count(text).segment, None


_PYTHON = {"smsutil": _smsutil, "smssafe": _smssafe, "sms-counter": _sms_counter}
_NODE = ("sms-segments-calculator", "split-sms", "sms-length")


def python_peers(texts: Sequence[str], rounds: int) -> list[Peer]:
    found = []
    for name, load in _PYTHON.items():
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                count, split = load()
        except ImportError:
            found.append(Peer(name, "PyPI"))
            continue
        counted = Measured(timed(count, texts, rounds), [count(text) for text in texts])
        # Where splitting is the only way to count, it was measured already.
        found.append(Peer(name, "PyPI", metadata.version(name), counted, counted if split else None))
    return found


def node_peers(texts: Sequence[str], rounds: int, folder: Path | None) -> list[Peer]:
    node = shutil.which("node")
    results = {}
    if node and folder and folder.is_dir():
        with tempfile.TemporaryDirectory() as work:
            corpus = Path(work, "corpus.json")
            corpus.write_text(json.dumps(texts), encoding="ascii")
            script = Path(__file__).with_name("peers.cjs")
            command = [node, os.fspath(script), os.fspath(folder), os.fspath(corpus), str(rounds)]
            results = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    peers = []
    for name in _NODE:
        if result := results.get(name):
            split = Measured(**result["split"]) if result["split"] else None
            peers.append(Peer(name, "npm", result["version"], Measured(**result["count"]), split))
        else:
            peers.append(Peer(name, "npm"))
    return peers
