"""What a browser sends of a section of a sheet."""

from maillage.contributions.forms.sections import SectionForm


def typed(form: SectionForm) -> dict[str, list[str]]:
    """What a browser sends when nobody touches the form."""
    sent: dict[str, list[str]] = {}
    items = [item for group in form.groups for item in group.items]
    items += [item for part in form.parts for row in part.rows for item in row.items]
    for item in items:
        if item.kind in {"radios", "checkboxes"}:
            values = [option["value"] for option in item.options if option["checked"]]
        elif item.kind == "selects":
            values = list(item.values)
        else:
            values = [str(item.value).replace("\n", "\r\n")]
        sent.setdefault(item.name, []).extend(values)
        if item.is_professional:
            sent[item.professional_name] = ["1"]
    return sent
