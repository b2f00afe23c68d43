"""The content security policy: a page may use what the site brings along, and nothing else.

It is written into the finished pages, as a <meta> that holds from file:// too. Inline scripts,
which only the door and the page for wrong addresses have, are allowed by their hashes.
"""

import re
from base64 import b64encode
from hashlib import sha256

INLINE_SCRIPT = re.compile(r"<script>(?P<text>.*?)</script>", re.DOTALL)
CHARSET = re.compile(r'<meta charset="?utf-8"?>', re.IGNORECASE)


def protect(html: str) -> str:
    """The page with its policy, right after the charset and so before anything it governs."""
    hashes = sorted({_hash(script["text"]) for script in INLINE_SCRIPT.finditer(html)})
    rules = {
        "default-src": ["'none'"],
        "script-src": ["'self'", *hashes],  # search's worker too
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }
    policy = "; ".join(f"{name} {' '.join(values)}" for name, values in rules.items())
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return CHARSET.sub(lambda charset: charset[0] + meta, html, count=1)


def _hash(script: str) -> str:
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"
