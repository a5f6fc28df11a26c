"""``transcode schema``."""

from __future__ import annotations

import json

from tests.cli.running import good


def test_schema() -> None:
    assert json.loads(good("schema")) == json.loads(good("schema", "message"))
    assert json.loads(good("schema"))["$id"] == "urn:message-transcode:schema:message"
    assert json.loads(good("schema", "result"))["$id"] == "urn:message-transcode:schema:result"
    assert json.loads(good("schema", "--strict"))["$defs"]["Choice"]["additionalProperties"] is False
