"""KakaoTalk: AlimTalk and Brand Messages to a phone number, and consultation talk inside a session."""

from transcode.channels.kakaotalk.chat import KakaoTalkChat
from transcode.channels.kakaotalk.writer import KakaoTalk

__all__ = ["KakaoTalk", "KakaoTalkChat"]
