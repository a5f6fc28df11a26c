"""What WeChat takes: lengths, numbers and windows with their sources, and kinds of file."""

from __future__ import annotations

from typing import Final

from transcode.measure import Limit, Unit
from transcode.parts.files import FileKind

__all__ = ["FILES", "LIMITS"]

_READ: Final = "2026-11-27"
_INTRO: Final = "developers.weixin.qq.com/doc/service/en/guide/product/kf/intro.html"
# The official account's own pages give no lengths; those of WeCom's customer service, which has the same messages, do.
_WECOM: Final = "developer.work.weixin.qq.com/document/path/96427"
_NOTE: Final = "WeCom's page on the same message; the official account's has no figure"
_BYTES: Final = Unit.UTF8_BYTES

LIMITS: Final = (
    Limit("text", 2048, _BYTES, _WECOM, _READ, f"{_NOTE} and answers error 45002 to a longer text"),
    Limit("menu text", 1024, _BYTES, _WECOM, _READ, _NOTE),
    Limit("menu items", 10, Unit.COUNT, _WECOM, _READ, f"{_NOTE} and answers error 45098 to a longer list"),
    Limit("menu item", 128, _BYTES, _WECOM, _READ, _NOTE),
    Limit("menu id", 64, _BYTES, _WECOM, _READ, _NOTE),
    Limit("article title", 128, _BYTES, _WECOM, _READ, _NOTE),
    Limit("article description", 512, _BYTES, _WECOM, _READ, _NOTE),
    Limit("article URL", 2048, _BYTES, _WECOM, _READ, _NOTE),
    Limit("messages", 5, Unit.COUNT, _INTRO, _READ, "in the 48 hours after the recipient's last message"),
    Limit("messages after a click", 3, Unit.COUNT, _INTRO, _READ, "in the minute after a click on a menu, too"),
)

# What an article shows: "JPG and PNG formats are supported", admin.wechat.com/wiki, Customer Service Messages.
FILES: Final = (FileKind("image", ("jpg", "jpeg", "png"), ("image/jpeg", "image/png")),)
