"""QR codes and links that open the visitor's own messages."""

import base64
from urllib.parse import parse_qs, unquote, urlsplit

from maillage.core.links import mail_href, sms_href
from maillage.core.qr import qr_data_uri, qr_file, qr_svg

ADDRESS = "https://maillage.example/lieux/x/"


def test_a_code_in_a_page_is_left_out_by_screen_readers_and_needs_no_style() -> None:
    svg = qr_svg(ADDRESS)
    assert svg.startswith('<svg aria-hidden="true" focusable="false" ')
    assert ' class="qr' in svg
    assert " style=" not in svg
    assert "viewBox" in svg


def test_the_three_forms_draw_the_same_code() -> None:
    def path(svg: str) -> str:
        return svg.rsplit(' d="', 1)[1].split('"', maxsplit=1)[0]

    embedded = qr_data_uri(ADDRESS)
    assert embedded.startswith("data:image/svg+xml")
    content = embedded.split(",", 1)[1]
    text = base64.b64decode(content).decode() if ";base64," in embedded else unquote(content)
    drawn = path(qr_file(ADDRESS).decode())
    assert drawn == path(qr_svg(ADDRESS)) == path(text.replace("'", '"'))
    assert drawn != path(qr_svg(f"{ADDRESS}?avec=tr"))


def test_the_links_carry_the_text_whole() -> None:
    text = "Mairie & Cie\n9 h – 12 h ? oui #1"
    sms = sms_href(text)
    assert sms.startswith("sms:?&body=")
    assert unquote(sms.removeprefix("sms:?&body=")) == text
    assert not set(" \n#") & set(sms)
    mail = urlsplit(mail_href("Mairie & Cie", text))
    fields = parse_qs(mail.query)
    assert fields["subject"] == ["Mairie & Cie"]
    assert fields["body"] == [text.replace("\n", "\r\n")]
