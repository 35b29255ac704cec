"""What a page's HTML holds, for tests that must not trip over the same word in a sentence."""

import re


def ticked(html: str) -> list[str]:
    """The inputs that are checked, as they are written."""
    return re.findall(r"<input[^>]*\bchecked\b[^>]*>", html)
