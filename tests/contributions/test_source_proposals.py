"""What an import says of fields that people wrote: a proposal to answer, the sheet untouched."""

import re
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.models import User
from maillage.contributions.actions.contributions import announce_untold
from maillage.contributions.actions.moderation import accept_contribution, answer_report
from maillage.contributions.actions.source_proposals import propose_from_source
from maillage.contributions.enums import ReportStatus
from maillage.contributions.models import Contribution
from maillage.contributions.queries.contributions import waiting_for
from maillage.core.errors import DomainError
from maillage.core.models import OutgoingEmail
from maillage.directory.assembly import put_together
from maillage.directory.dedupe_actions import merge_lieux
from maillage.directory.enums import ConfirmationChannel, ConfirmationKind, Section
from maillage.directory.exchange.report import ImportReport
from maillage.directory.import_actions import apply_file, open_file
from maillage.directory.models import Lieu, Source, SourceRecord
from maillage.directory.section_actions import Author, save_section
from maillage.directory.section_queries import fingerprint, read_values
from maillage.directory.sections import SECTION_OF
from tests.factories.people import (
    client_of,
    make_coordinator,
    make_member,
    make_structure,
    make_user,
)
from tests.factories.territory import BassinMembershipFactory, CommuneFactory

pytestmark = pytest.mark.django_db
HEADER = "id;nom;commune;code_postal;adresse;telephone;horaires;date_maj;frais_a_charge"
ROW = {
    "id": "7",
    "nom": "Espace public numérique",
    "commune": "Chartres",
    "code_postal": "28000",
    "adresse": "3 rue du Port",
    "telephone": "0237000000",
    "horaires": "Mo-Fr 09:00-12:00",
    "date_maj": "2026-03-01",
    "frais_a_charge": "Gratuit",
}


@pytest.fixture(autouse=True)
def chartres() -> None:
    BassinMembershipFactory.create(
        commune=CommuneFactory.create(code="28085", nom="Chartres", postal_codes="28000")
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def import_rows(folder: Path, *rows: dict[str, str], slug: str = "perche") -> None:
    """A file of the standard, imported under that source."""
    path = folder / "lieux.csv"
    lines = [";".join(row[name] for name in HEADER.split(";")) for row in rows]
    path.write_text("\n".join([HEADER, *lines, ""]), encoding="utf-8")
    with closing(ImportReport()) as report:
        apply_file(opened=open_file(slug=slug, path=path), path=path, report=report)


def author(user: User | None = None) -> Author:
    return Author(kind=ConfirmationKind.STRUCTURE, channel=ConfirmationChannel.ESPACE, user=user)


def write(section: Section, **values: Any) -> Lieu:
    lieu = Lieu.objects.get()
    save_section(lieu=lieu, section=section, values=values, author=author(make_user()))
    return Lieu.objects.get()


def test_a_hand_edit_is_not_overwritten_but_proposed(folder: Path) -> None:
    import_rows(folder, ROW)
    write(Section.CONTACTS, telephone="+33237111111")
    import_rows(folder, {**ROW, "telephone": "0237222222", "date_maj": "2026-05-04"})
    lieu, found = Lieu.objects.get(), Contribution.objects.get()
    assert lieu.telephone == "+33237111111"
    assert found.changes == {"contacts": {"telephone": "+33237222222"}}
    assert found.before == {"contacts": {"telephone": "+33237111111"}}
    assert (found.source_id, found.source_date) == ("perche", date(2026, 5, 4))
    assert (found.proposer, found.email, found.route) == (None, "", "coordination")
    assert found.code_insee == "28085"


def test_newer_news_takes_the_place_of_the_older(folder: Path) -> None:
    import_rows(folder, ROW)
    write(Section.CONTACTS, telephone="+33237111111")
    write(Section.HORAIRES, horaires="Mo 10:00-12:00")
    import_rows(folder, {**ROW, "telephone": "0237222222", "date_maj": "2026-05-04"})
    first = Contribution.objects.get()
    newer = {**ROW, "telephone": "0237333333", "horaires": "Tu 09:00-12:00"}
    import_rows(folder, {**newer, "date_maj": "2026-06-04"})
    by_section = {next(iter(row.changes)): row for row in Contribution.objects.all()}
    assert by_section.keys() == {"contacts", "horaires"}
    assert by_section["contacts"].number == first.number
    assert by_section["contacts"].changes["contacts"] == {"telephone": "+33237333333"}
    assert by_section["contacts"].source_date == date(2026, 6, 4)


def test_what_the_source_says_no_more_leaves_the_proposal(folder: Path) -> None:
    import_rows(folder, ROW)
    write(Section.CONTACTS, telephone="+33237111111", nom="L’Espace")
    import_rows(folder, {**ROW, "telephone": "0237222222", "date_maj": "2026-05-04"})
    import_rows(
        folder, {**ROW, "telephone": "0237111111", "nom": "La Cabane", "date_maj": "2026-06-04"}
    )
    assert Contribution.objects.get().changes == {"contacts": {"nom": "La Cabane"}}


def test_a_refused_proposal_comes_back_only_with_other_news(folder: Path) -> None:
    import_rows(folder, ROW)
    write(Section.CONTACTS, telephone="+33237111111")
    newer = {**ROW, "telephone": "0237222222", "date_maj": "2026-05-04"}
    import_rows(folder, newer)
    answer_report(
        report=Contribution.objects.get(), status=ReportStatus.REFUSE, answer="Numéro d’un agent."
    )
    import_rows(folder, {**newer, "date_maj": "2026-06-04"})
    assert Contribution.objects.count() == 1
    import_rows(folder, {**newer, "telephone": "0237333333", "date_maj": "2026-07-04"})
    assert Contribution.objects.count() == 2


def test_another_source_is_not_made_to_say_it(folder: Path) -> None:
    """Of two sources that feed one sheet, each proposes its own words only."""
    import_rows(folder, ROW)
    lieu = write(Section.CONTACTS, telephone="+33237111111")
    import_rows(folder, {**ROW, "telephone": "0237222222", "date_maj": "2026-06-04"})
    answer_report(report=Contribution.objects.get(), status=ReportStatus.REFUSE, answer="Non.")
    import_rows(folder, {**ROW, "date_maj": "2025-01-01"}, slug="hub")
    other = Lieu.objects.exclude(pk=lieu.pk).get()
    other.records.update(lieu=lieu)
    older = {**ROW, "telephone": "0237444444", "date_maj": "2025-02-01"}
    import_rows(folder, older, slug="hub")
    assert [row.source_id for row in Contribution.objects.all()] == ["perche"]


def test_another_writing_is_no_news(folder: Path) -> None:
    import_rows(folder, ROW)
    write(Section.CONTACTS, adresse="12 avenue Jean Moulin")
    write(Section.HORAIRES, horaires="Mo,Tu 09:00-12:00")
    otherwise = {"adresse": "12 AV. JEAN MOULIN", "horaires": "Mo-Tu 9:00-12:00"}
    import_rows(folder, {**ROW, **otherwise, "date_maj": "2026-05-04"})
    assert not Contribution.objects.exists()


def test_a_confirmed_list_is_proposed_by_codes(folder: Path) -> None:
    import_rows(folder, ROW)
    write(Section.VENIR, frais_a_charge=["gratuit-sous-condition"])
    import_rows(folder, {**ROW, "frais_a_charge": "Payant", "date_maj": "2026-05-04"})
    assert Contribution.objects.get().changes == {"venir": {"frais_a_charge": ["payant"]}}


def test_an_import_that_fails_proposes_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_rows(folder, ROW)
    write(Section.CONTACTS, telephone="+33237111111")

    def fail(_self: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("maillage.directory.import_actions.importer.Importer.flag_missing", fail)
    with pytest.raises(RuntimeError):
        import_rows(folder, {**ROW, "telephone": "0237222222", "date_maj": "2026-05-04"})
    assert not Contribution.objects.exists()


def test_an_import_sends_one_letter_a_person(folder: Path) -> None:
    coordinator = make_coordinator()
    rows = [{**ROW, "id": str(n), "nom": f"Lieu {n}"} for n in range(12)]
    import_rows(folder, *rows)
    for lieu in Lieu.objects.all():
        save_section(
            lieu=lieu,
            section=Section.CONTACTS,
            values={"telephone": "+33237111111"},
            author=author(),
        )
    newer = {"telephone": "0237222222", "date_maj": "2026-05-04"}
    import_rows(folder, *({**row, **newer} for row in rows))
    assert Contribution.objects.count() == 12
    assert not OutgoingEmail.objects.filter(kind="contributions.waiting").exists()
    assert announce_untold(now=timezone.now()) == 1
    letter = OutgoingEmail.objects.get(kind="contributions.waiting")
    assert letter.recipient == coordinator.email
    assert not Contribution.objects.filter(told_at=None).exists()


def test_the_structure_answers_first(folder: Path) -> None:
    import_rows(folder, ROW)
    structure = make_structure()
    Lieu.objects.update(structure=structure)
    member = make_member(structure)
    write(Section.CONTACTS, telephone="+33237111111")
    import_rows(folder, {**ROW, "telephone": "0237222222", "date_maj": "2026-05-04"})
    found = Contribution.objects.get()
    assert found.route == "structure"
    assert list(waiting_for(user=member)) == [found]


# --- its page ----------------------------------------------------------------------------------
@pytest.fixture
def proposed(folder: Path) -> Contribution:
    import_rows(folder, ROW)
    write(Section.CONTACTS, telephone="+33237111111")
    Source.objects.update(nom="Lieux du Perche")
    import_rows(folder, {**ROW, "telephone": "0237222222", "date_maj": "2026-05-04"})
    return Contribution.objects.get()


def review(client: Client, row: Contribution, **data: str) -> Any:
    url = reverse("contributions:contribution_review", args=[row.number])
    return client.post(url, data) if data else client.get(url)


def test_the_page_says_which_source_and_when(proposed: Contribution) -> None:
    text = review(client_of(make_coordinator()), proposed).content.decode()
    assert "la source Lieux du Perche, d’après son fichier du 4 mai 2026" in text
    assert "n’a pas laissé d’adresse" not in text
    listed = client_of(make_coordinator()).get(reverse("contributions:contribution_list"))
    assert "proposée par la source Lieux du Perche" in listed.content.decode()


def test_accepted_values_are_written_by_hand(proposed: Contribution) -> None:
    client = client_of(make_coordinator())
    lieu = Lieu.objects.get()
    mark = fingerprint(values=read_values(lieu=lieu, section=Section.CONTACTS))
    response = review(
        client,
        proposed,
        action="accepter",
        proposition=fingerprint(values=proposed.changes),
        **{"empreinte-contacts": mark},
    )
    assert response.status_code == 302
    lieu.refresh_from_db()
    assert lieu.telephone == "+33237222222"
    assert lieu.hand_fields["telephone"] == timezone.localdate().isoformat()
    assert not OutgoingEmail.objects.filter(kind="contributions.outcome").exists()


def test_a_proposal_said_anew_is_read_again_before_it_is_accepted(
    folder: Path, proposed: Contribution
) -> None:
    read = fingerprint(values=proposed.changes)
    import_rows(folder, {**ROW, "telephone": "0237333333", "date_maj": "2026-06-04"})
    lieu = Lieu.objects.get()
    mark = fingerprint(values=read_values(lieu=lieu, section=Section.CONTACTS))
    with pytest.raises(DomainError, match="autre chose depuis"):
        accept_contribution(
            contribution=proposed,
            author=author(),
            expected={"contacts": mark},
            proposed=read,
        )
    proposed.refresh_from_db()
    assert not proposed.is_closed
    assert Lieu.objects.get().telephone == "+33237111111"


def test_a_field_kept_for_professionals_is_proposed_without_telling_it(folder: Path) -> None:
    import_rows(folder, ROW)
    write(Section.CONTACTS, telephone="+33237111111", professional_fields=["telephone"])
    import_rows(folder, {**ROW, "telephone": "0237222222", "date_maj": "2026-05-04"})
    found = Contribution.objects.get()
    assert found.before == {"contacts": {"telephone": ""}}
    import_rows(folder, {**ROW, "telephone": "0237111111", "date_maj": "2026-06-04"})
    assert Contribution.objects.count() == 1


def test_nothing_to_say_is_nothing_proposed(folder: Path) -> None:
    import_rows(folder, ROW)
    lieu, source = Lieu.objects.get(), Source.objects.get(pk="perche")
    news = {"contacts": {"telephone": "+33237000000"}}
    assert propose_from_source(source=source, lieu=lieu, news=news) == []


@pytest.mark.parametrize("values", [{"email": "a@b.example"}, {"nature": "signalement"}])
def test_a_source_writes_no_letter_and_reports_nothing(
    proposed: Contribution, values: dict[str, str]
) -> None:
    for name, value in values.items():
        setattr(proposed, name, value)
    with pytest.raises(ValidationError, match="Une source propose des valeurs"):
        proposed.full_clean()


# --- the sheet of those who keep it -----------------------------------------------------------
def keep(client: Client, lieu: Lieu, field: str, record: object = "", **data: str) -> Any:
    section = SECTION_OF[field]
    mark = fingerprint(values=read_values(lieu=Lieu.objects.get(pk=lieu.pk), section=section))
    sent = {"champ": field, "fiche": str(record), "empreinte": mark, **data}
    return client.post(reverse("contributions:sheet_keep", args=[lieu.slug]), sent, follow=True)


def words(response: Any) -> str:
    text = response.content.decode().replace("\u00a0", " ").replace("\u202f", " ")
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


@pytest.fixture
def disputed(folder: Path) -> Lieu:
    """A sheet of a structure, fed by two sources that disagree on the price and the telephone."""
    import_rows(folder, ROW)
    other = {"telephone": "0237999999", "frais_a_charge": "Payant", "date_maj": "2024-05-01"}
    import_rows(folder, {**ROW, **other, "id": "8"}, slug="hub")
    Source.objects.filter(pk="perche").update(nom="Lieux du Perche")
    kept, merged = (Lieu.objects.get(records__source=slug) for slug in ("perche", "hub"))
    merge_lieux(kept=kept, merged=merged, by=make_user())
    Lieu.objects.filter(pk=kept.pk).update(structure=make_structure())
    return Lieu.objects.get(pk=kept.pk)


@pytest.fixture
def member(disputed: Lieu) -> Client:
    assert disputed.structure is not None
    return client_of(make_member(disputed.structure))


def test_the_sheet_says_what_each_source_says(disputed: Lieu, member: Client) -> None:
    text = words(member.get(reverse("contributions:sheet_detail", args=[disputed.slug])))
    assert "Pour une source c’est gratuit, pour une autre c’est payant" in text
    assert "Les sources se contredisent" in text
    assert "Lieux du Perche, 1er mars 2026 : la valeur la plus récente" in text
    assert "02 37 99 99 99 hub, 1er mai 2024" in text
    assert "Les fichiers qui parlent de ce lieu" in text
    assert "venu de la fiche" in text


def test_one_click_takes_the_other_value_and_another_click_undoes_it(
    disputed: Lieu, member: Client
) -> None:
    record = SourceRecord.objects.get(source="hub")
    keep(member, disputed, "telephone", record.pk)
    lieu = Lieu.objects.get(pk=disputed.pk)
    assert lieu.telephone == "+33237999999"
    assert "telephone" in lieu.hand_fields
    assert "sources-telephone" not in lieu.contradiction_codes
    member.post(reverse("contributions:sheet_undo", args=[lieu.slug]))
    assert Lieu.objects.get(pk=lieu.pk).telephone == "+33237000000"


def test_one_click_takes_the_list_of_another_source(disputed: Lieu, member: Client) -> None:
    keep(member, disputed, "frais_a_charge", SourceRecord.objects.get(source="hub").pk)
    codes = [row.code for row in disputed.modalites.filter(field="frais_a_charge")]
    assert codes == ["payant"]


def test_keeping_a_value_confirms_its_section(disputed: Lieu, member: Client) -> None:
    assert "sources-prix" in disputed.contradiction_codes
    keep(member, disputed, "frais_a_charge")
    lieu = Lieu.objects.get(pk=disputed.pk)
    assert "sources-prix" not in lieu.contradiction_codes
    assert [row.section for row in lieu.confirmations.all()] == ["venir"]
    member.post(reverse("contributions:sheet_undo", args=[lieu.slug]))
    assert not lieu.confirmations.exists()


def test_a_sheet_that_changed_meanwhile_is_read_again(disputed: Lieu, member: Client) -> None:
    record = SourceRecord.objects.get(source="hub")
    for key in ("", record.pk):
        text = words(keep(member, disputed, "telephone", key, empreinte="ancienne"))
        assert "Rien n’a été enregistré" in text
    assert Lieu.objects.get(pk=disputed.pk).telephone == "+33237000000"


def test_the_coordination_says_how_it_checked(disputed: Lieu) -> None:
    client = client_of(make_coordinator())
    assert "Dites comment vous avez vérifié" in words(keep(client, disputed, "telephone"))
    keep(client, disputed, "telephone", channel="appel")
    assert disputed.confirmations.get().kind == ConfirmationKind.COORDINATION


@pytest.mark.parametrize(
    ("field", "record"),
    [
        ("status", ""),
        ("telephone", "999999"),
        ("telephone", "9" * 40),
        ("telephone", "x"),
        ("", ""),
    ],
)
def test_what_the_page_never_sends_is_refused_in_words(
    field: str, record: str, disputed: Lieu, member: Client
) -> None:
    url = reverse("contributions:sheet_keep", args=[disputed.slug])
    text = words(member.post(url, {"champ": field, "fiche": record}, follow=True))
    assert "Cette valeur n’est plus proposée" in text
    assert not disputed.confirmations.exists()


def test_a_record_of_another_sheet_is_not_taken(
    folder: Path, disputed: Lieu, member: Client
) -> None:
    import_rows(folder, ROW, {**ROW, "id": "55", "nom": "Ailleurs"})
    other = SourceRecord.objects.get(lieu__nom="Ailleurs")
    assert "n’est plus proposée" in words(keep(member, disputed, "telephone", other.pk))
    assert not disputed.confirmations.exists()


def test_a_source_that_says_all_that_the_sheet_says_is_not_another_value(
    disputed: Lieu, member: Client
) -> None:
    """United lists: what one of the sources says already is no choice."""
    for slug, values in (
        ("perche", ["France Services"]),
        ("hub", ["France Services", "Aidants Connect"]),
    ):
        record = SourceRecord.objects.get(source=slug)
        record.lists["dispositif_programmes_nationaux"] = values
        record.save()
    put_together(ids=[disputed.pk], origin="test")
    url = reverse("contributions:sheet_detail", args=[disputed.slug])
    field = 'name="champ" value="dispositif_programmes_nationaux"'
    response = member.get(url)
    assert field not in response.content.decode()
    assert "les valeurs de plusieurs sources, réunies" in words(response)


def test_another_point_is_said_by_its_distance(disputed: Lieu, member: Client) -> None:
    for slug, longitude in (("perche", 1.49), ("hub", 1.51)):
        record = SourceRecord.objects.get(source=slug)
        record.values |= {"latitude": 48.44, "longitude": longitude}
        record.save()
    put_together(ids=[disputed.pk], origin="test")
    text = words(member.get(reverse("contributions:sheet_detail", args=[disputed.slug])))
    assert "48.44000, 1.51000, à 1,5 km du point de la fiche" in text
