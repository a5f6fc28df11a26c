from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.mms.wire import payload_of, schema_file
from transcode.mms import MediaPart, Slide, TextPart, smil_document

parts = st.sampled_from(
    (
        TextPart("text"),
        *(MediaPart(f"a.{ext}") for ext in ("jpg", "gif", "mp4", "mp3", "vcf", "ics", "pdf", "pkpass", "zzz")),
    )
)
slide_lists = st.lists(
    st.builds(Slide, st.lists(parts, min_size=1, max_size=4).map(tuple), st.none() | st.integers(1, 40_000)),
    min_size=1,
    max_size=8,
)


@settings(deadline=None)
@given(slide_lists)
def test_it_is_smil_1_0(slides: list[Slide]) -> None:
    etree = pytest.importorskip("lxml.etree")
    dtd = etree.DTD(schema_file("smil10.dtd"))
    document = etree.fromstring(payload_of(*slides)["smil"])
    assert dtd.validate(document), dtd.error_log
    assert {element.tag for element in document.iter()} <= {
        *("smil", "head", "layout", "root-layout", "region", "body", "par", "img", "video", "audio", "text", "ref")
    }


@settings(deadline=None)
@given(slide_lists)
def test_one_par_for_each_slide_and_each_part_once_in_its_order(slides: list[Slide]) -> None:
    payload = payload_of(*slides)
    pars = re.findall(r"<par[^>]*>(.*?)</par>", payload["smil"])
    assert [re.findall(r'src="cid:([^"]+)"', par) for par in pars] == [
        [part["content_id"] for part in slide["parts"]] for slide in payload["slides"]
    ]
    regions = set(re.findall(r'<region id="(\w+)"', payload["smil"]))
    assert set(re.findall(r' region="(\w+)"', payload["smil"])) == regions <= {"Image", "Text"}


def test_what_it_is_made_of_is_escaped() -> None:
    slide = {"duration_ms": None, "parts": [{"kind": "image", "content_id": "\"/><x a='&{{ 7*7 }}"}]}
    assert 'src="cid:&#34;/&gt;&lt;x a=&#39;&amp;{{ 7*7 }}"' in smil_document([slide])
