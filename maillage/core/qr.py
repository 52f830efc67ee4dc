"""QR codes of our own addresses: dark on white whatever the theme, so that any telephone reads
them; error correction M, for paper that is folded or a screen that shines."""

from io import BytesIO

import segno
from django.utils.safestring import SafeString, mark_safe

_BORDER, _LIGHT = 2, "#fff"


def qr_svg(address: str) -> SafeString:
    """Inline SVG of class `qr`, hidden from screen readers: its caption speaks."""
    svg = _code(address).svg_inline(border=_BORDER, light=_LIGHT, omitsize=True, svgclass="qr")
    return mark_safe(  # noqa: S308 - made of our own address only
        svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)
    )


def qr_data_uri(address: str) -> str:
    """An image for `src` that asks nothing of the server: a page keeps it without the network."""
    return _code(address).svg_data_uri(border=_BORDER, light=_LIGHT, omitsize=True)


def qr_file(address: str) -> bytes:
    """The bytes of an SVG file."""
    drawing = BytesIO()
    _code(address).save(
        drawing, kind="svg", xmldecl=False, border=_BORDER, light=_LIGHT, omitsize=True
    )
    return drawing.getvalue()


def _code(address: str) -> segno.QRCode:
    return segno.make(address, error="m", micro=False)
