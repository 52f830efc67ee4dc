"""Links that open the visitor's own messages, the text ready: this site receives nothing."""

from urllib.parse import quote


def sms_href(text: str) -> str:
    """`sms:` address without a recipient."""
    # « ?& » is read by the telephones that want « ? » and by those that want « & ».
    return f"sms:?&body={quote(text, safe='')}"


def mail_href(subject: str, text: str) -> str:
    """`mailto:` address without a recipient; ends of lines as RFC 6068 wants them."""
    body = quote(text.replace("\n", "\r\n"), safe="")
    return f"mailto:?subject={quote(subject, safe='')}&body={body}"
