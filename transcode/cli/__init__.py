"""The command line.

Commands: ``preview``, ``check``, ``diff``, ``gallery``, ``segments``, ``estimate``, ``routes``, ``inbound``, ``reply``,
``reconcile``, ``channels``, ``findings``, ``schema``; a module each.

Exit status: 0 fine; 1 a finding that ``--fail-on`` asks to fail on, a ``check`` that fails, a ``diff`` that finds
something changed, a ``reply`` that no single choice fits, or a ``reconcile`` whose parts differ; 2 input that cannot
be used, which standard error names, one line a field. What is drawn is drawn by ``transcode.preview``.
"""

from __future__ import annotations

import sys
from io import BytesIO, TextIOWrapper

try:
    from transcode.cli import (
        channels,
        check,
        diff,
        estimate,
        findings,
        gallery,
        inbound,
        preview,
        reconcile,
        reply,
        routes,
        schema,
        segments,
    )
    from transcode.cli.application import app
    from transcode.cli.text_argument import TextCommand
except ModuleNotFoundError as error:
    if (error.name or "").partition(".")[0] not in ("rich", "typer"):
        raise
    sys.stderr.write("transcode: the command line needs an extra: pip install 'message-transcode[cli]'\n")
    raise SystemExit(2) from None

__all__ = ["app", "main"]

app.command(cls=TextCommand)(segments.segments)
for _command in (
    preview.preview,
    check.check,
    diff.diff,
    gallery.gallery,
    estimate.estimate,
    routes.routes,
    inbound.inbound,
    reply.reply,
    reconcile.reconcile,
    channels.channels,
    findings.findings,
    schema.schema,
):
    app.command()(_command)


def main() -> None:
    """Run the command line and exit."""
    # A stream that was closed (``>&-``) is None.
    sys.stdin = sys.stdin or TextIOWrapper(BytesIO())
    sys.stdout = sys.stdout or TextIOWrapper(BytesIO())
    sys.stderr = sys.stderr or TextIOWrapper(BytesIO())
    app(prog_name="transcode")
