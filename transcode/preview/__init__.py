"""A message as people will see it: a page, a notebook, a terminal.

``render_html`` makes the page. The terminal's views are in ``transcode.preview.terminal`` and need the extra ``[cli]``.
"""

from transcode.preview.page import content_security_policy, html_fragment, mime_bundle, render_html

__all__ = ["content_security_policy", "html_fragment", "mime_bundle", "render_html"]
