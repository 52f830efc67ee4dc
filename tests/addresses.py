"""What the public may see, address by address: the only list of views without a login.

Kinds: `page` (HTML, tested by axe), `fragment` (parts of pages, embeds), `data` (files, feeds,
JSON), `action` (answers a form).
"""

PUBLIC: dict[str, str] = {}

# Page -> address opened by the accessibility and width tests, on the demonstration data.
AXE_PAGES: dict[str, str] = {}
