"""Measure SMS segmentation against the fastest bare code and against its peers; see README.md beside this file."""

# ruff: noqa: T201 - to print is what this program is for

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

# A file in this folder is named like the package that is measured; the package goes first.
sys.path.append(sys.path.pop(0))

from corpus import CLASSES, SCRIPTS, long_text, messages, written
from peers import Measured, Peer, best_of, node_peers, python_peers, timed
from raw import COUNTERS, SPLITTERS

from transcode.gsm import count_segments, segment


def agree(texts: Sequence[str]) -> None:
    """Stop where two ways differ: figures of wrong code are worth nothing."""
    for text in texts:
        ours = segment(text)
        if any(count(text) != ours.segments for count in (count_segments, *COUNTERS)):
            raise SystemExit(f"counts differ: {text!r}")
        if any(split(text) != (ours.encoding, ours.units, list(ours.texts)) for split in SPLITTERS):
            raise SystemExit(f"parts differ: {text!r}")


def against_raw(
    texts: Sequence[str], ours: Callable[[str], object], raw: Sequence[Callable[[str], object]], rounds: int
) -> tuple[float, float]:
    """Return our time and that of the best bare way, in microseconds a message.

    They take turns at a few hundred messages each, so that what else the machine does meets all of them alike.
    """
    ways = [ours, *raw]
    totals = [0.0] * len(ways)
    chunks = [texts[start : start + 250] for start in range(0, len(texts), 250)]
    for chunk in chunks:
        times = [[timed(way, chunk, 1) for way in ways] for _ in range(rounds)]
        for i, of_way in enumerate(zip(*times, strict=True)):
            totals[i] += min(of_way) * len(chunk) / len(texts)
    return totals[0], min(totals[1:])


def print_classes(count: int, rounds: int) -> None:
    print("| text | `count_segments` µs | best bare way µs | ratio | `segment` µs | best bare way µs | ratio |")
    print("|---|---|---|---|---|---|---|")
    for name in (*CLASSES, "mixed"):
        texts = messages(name, count)
        agree(texts)
        counting, bare_counting = against_raw(texts, count_segments, COUNTERS, rounds)
        splitting, bare_splitting = against_raw(texts, segment, SPLITTERS, rounds)
        print(
            f"| {name} | {counting:.2f} | {bare_counting:.2f} | {counting / bare_counting:.2f} "
            f"| {splitting:.2f} | {bare_splitting:.2f} | {splitting / bare_splitting:.2f} |"
        )


def print_options(count: int, rounds: int) -> None:
    ways: dict[str, Callable[[str], object]] = {
        "keep_graphemes=True": partial(segment, keep_graphemes=True),
        "reference_bits=16": partial(segment, reference_bits=16),
        'vendor="telnyx"': partial(segment, vendor="telnyx"),
        'transliterate="auto"': partial(segment, transliterate="auto"),
        'languages="tr"': partial(segment, languages="tr"),
    }
    print("\nTimes `segment` without options:\n")
    print(f"| text | {' | '.join(f'`{name}`' for name in ways)} |")
    print(f"|---|{'---|' * len(ways)}")
    for name in (*CLASSES, "mixed"):
        texts = messages(name, count)
        ratios = []
        for way in ways.values():
            ours, plain = against_raw(texts, way, [segment], rounds)
            ratios.append(f"{ours / plain:.1f}")
        print(f"| {name} | {' | '.join(ratios)} |")


def print_clusters(sizes: Sequence[int], rounds: int) -> None:
    print("\n`keep_graphemes=True` times `segment` without, by the characters of a text:\n")
    print(f"| text | {' | '.join(f'{size:,}' for size in sizes)} |")
    print(f"|---|{'---|' * len(sizes)}")
    for script in SCRIPTS:
        ratios = []
        for size in sizes:
            texts = written(script, size, max(3, 3_000 // size))
            ours, plain = against_raw(texts, partial(segment, keep_graphemes=True), [segment], rounds)
            ratios.append(f"{ours / plain:.1f}")
        print(f"| {script} | {' | '.join(ratios)} |")


def print_long(length: int, rounds: int) -> None:
    print("\nMilliseconds per million characters of one long text:\n")
    print(f"| text | count {length:,} | count {10 * length:,} | split {length:,} | split {10 * length:,} |")
    print("|---|---|---|---|---|")
    for name in CLASSES:
        figures = []
        for work in (count_segments, segment):
            for size in (length, 10 * length):
                figures.append(timed(work, [long_text(name, size)], rounds) / size * 1e3)
        print(f"| {name} | {' | '.join(f'{figure:.1f}' for figure in figures)} |")


def measured_peers(texts: Sequence[str], rounds: int, folder: Path | None) -> list[Peer]:
    """Return ourselves and the others, once through."""
    counts = [count_segments(text) for text in texts]
    counting = Measured(timed(count_segments, texts, rounds), counts)
    splitting = Measured(timed(segment, texts, rounds), counts)
    ours = Peer("**transcode.gsm**", "PyPI", "this", counting, splitting)
    return [ours, *python_peers(texts, rounds), *node_peers(texts, rounds, folder)]


def print_peers(count: int, rounds: int, folder: Path | None) -> None:
    texts = messages("mixed", count)
    agree(texts)
    right = [count_segments(text) for text in texts]
    # Several times through, a few rounds each: what else the machine does must not meet one of them alone.
    sweeps = [measured_peers(texts, min(rounds, 3), folder) for _ in range(min(rounds, 4))]
    peers = [best_of(times) for times in zip(*sweeps, strict=True)]
    print("\n| | from | version | counting µs | messages a second | splitting µs | messages a second | wrong counts |")
    print("|---|---|---|---|---|---|---|---|")
    for peer in peers:
        if peer.count is None:
            print(f"| {peer.name} | {peer.where} | absent | | | | | |")
            continue
        wrong = sum(a != b for a, b in zip(peer.count.counts, right, strict=False))
        splitting = f"{peer.split.microseconds:.2f} | {1e6 / peer.split.microseconds:,.0f}" if peer.split else "- | -"
        print(
            f"| {peer.name} | {peer.where} | {peer.version} | {peer.count.microseconds:.2f} "
            f"| {1e6 / peer.count.microseconds:,.0f} | {splitting} | {wrong} of {len(peer.count.counts):,} |"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--smoke", action="store_true", help="a few messages, a few seconds; the figures mean nothing")
    parser.add_argument("--messages", type=int, default=20_000, help="messages to a class (default 20000)")
    parser.add_argument("--rounds", type=int, default=7, help="rounds, of which the best counts (default 7)")
    parser.add_argument(
        "--node-modules",
        type=Path,
        default=os.environ.get("NODE_MODULES"),
        help="folder with the node packages (default: the environment variable NODE_MODULES)",
    )
    options = parser.parse_args()
    count, rounds, length = (300, 1, 100_000) if options.smoke else (options.messages, options.rounds, 1_000_000)
    started = time.perf_counter()
    print(f"CPython {platform.python_version()}, {platform.machine()}, {count:,} messages, best of {rounds} rounds\n")
    print_classes(count, rounds)
    print_options(count, min(rounds, 3))
    print_clusters((70, 160, 300) if options.smoke else (70, 160, 300, 3_000, 30_000), 10 * rounds)
    print_long(length, min(rounds, 3))
    print_peers(count, rounds, options.node_modules)
    print(f"\n{time.perf_counter() - started:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
