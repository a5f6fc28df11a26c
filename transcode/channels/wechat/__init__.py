"""WeChat: customer service messages of official accounts."""

from transcode.channels.wechat.writer import WeChat

__all__ = ["WeChat"]
