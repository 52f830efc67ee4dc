"""What a campaign sends: to whom, once, through cuts; reminders; the chosen rhythm."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from maillage.contributions.actions import campaign_opening
from maillage.contributions.actions.campaign_opening import prepare_campaign
from maillage.contributions.actions.campaigns import close_campaign, open_campaign
from maillage.contributions.actions.reminders import (
    ask_by_frequency,
    forget_ended_requests,
    send_reminders,
)
from maillage.contributions.actions.update_links import answer_unchanged
from maillage.contributions.actions.update_requests import (
    ask_for_confirmation,
    cancel_requests,
    resend_request,
    revoke_request,
)
from maillage.contributions.enums import RequestCause
from maillage.contributions.links import link_of
from maillage.contributions.models import Campaign, UpdateRequest
from maillage.contributions.queries.campaigns import calls_of, plan_of
from maillage.contributions.queries.stale import months_before
from maillage.core.errors import DomainError
from maillage.core.models import OutgoingEmail
from maillage.directory.enums import ConfirmationChannel, ConfirmationKind, Section
from maillage.directory.models import Lieu
from maillage.directory.section_actions import Author, confirm_sections
from tests.factories.campaigns import make_bassin, make_campaign, make_open_campaign
from tests.factories.directory import make_lieu
from tests.factories.people import make_coordinator, make_member, make_structure

pytestmark = pytest.mark.django_db

LINK = Author(ConfirmationKind.STRUCTURE, ConfirmationChannel.LIEN)
SOURCE = Author(ConfirmationKind.SOURCE, ConfirmationChannel.IMPORT)


@pytest.fixture(autouse=True)
def bassin() -> None:
    make_bassin()


def sent_to() -> list[str]:
    return sorted(OutgoingEmail.objects.values_list("recipient", flat=True))


def later(days: int) -> datetime:
    return timezone.now() + timedelta(days=days)


def test_the_plan_sorts_the_places_of_the_territory() -> None:
    mailed = make_lieu(courriels="pas-une-adresse|a@exemple.fr")
    silent = make_lieu()
    fresh = make_lieu(courriels="b@exemple.fr")
    imported = make_lieu(courriels="c@exemple.fr")
    make_lieu(courriels="d@exemple.fr", code_insee="41018")
    make_lieu(courriels="e@exemple.fr", status="brouillon")
    both = [Section.CONTACTS, Section.PRESENTATION]
    confirm_sections(lieu=fresh, sections=both, author=LINK)
    confirm_sections(lieu=imported, sections=both, author=SOURCE)
    plan = plan_of(campaign=make_campaign())
    found = {item.id: item.addresses for item in plan.to_mail}
    assert found == {mailed.pk: ("a@exemple.fr",), imported.pk: ("c@exemple.fr",)}
    assert [item.id for item in plan.to_call] == [silent.pk]
    assert [item.id for item in plan.fresh] == [fresh.pk]


def test_freshness_follows_the_rhythm_and_the_sections() -> None:
    lieu = make_lieu(courriels="a@exemple.fr", ask_every_months=1)
    both = [Section.CONTACTS, Section.PRESENTATION]
    confirm_sections(lieu=lieu, sections=both, author=LINK, at=later(-40))
    assert len(plan_of(campaign=make_campaign()).to_mail) == 1
    Lieu.objects.update(ask_every_months=12)
    assert len(plan_of(campaign=make_campaign()).fresh) == 1
    wider = make_campaign(sections=["contacts", "presentation", "fermetures"])
    assert len(plan_of(campaign=wider).to_mail) == 1


def test_kinds_of_places_are_chosen() -> None:
    library = make_lieu(modalites={"typologie": ["bib"]})
    make_lieu(modalites={"typologie": ["muni"]})
    plan = plan_of(campaign=make_campaign(typologies=["bib"]))
    assert [item.id for item in plan.planned] == [library.pk]


def test_referents_are_written_to_rather_than_the_public_address() -> None:
    structure = make_structure()
    referents = [make_member(structure, "referent"), make_member(structure, "referent")]
    make_member(structure)
    make_lieu(courriels="accueil@exemple.fr", structure=structure)
    make_open_campaign()
    assert sent_to() == sorted(person.email for person in referents)


def test_somebody_who_keeps_two_places_gets_one_email_with_both_links() -> None:
    for nom in ("Annexe", "Mairie"):
        make_lieu(
            nom=nom, courriels="Mairie@exemple.fr" if nom == "Mairie" else "mairie@exemple.fr"
        )
    campaign = open_campaign(campaign=make_campaign(message="Bonjour."), by=make_coordinator())
    prepare_campaign(campaign_id=campaign.pk)
    email = OutgoingEmail.objects.get()
    for request in campaign.requests.all():
        link = link_of(public_id=request.public_id, nonce=request.nonce)
        assert link in email.text
        assert link in email.html
    assert "Vos 2 fiches" in email.subject
    assert "Bonjour." in email.text


def test_opening_says_who_was_asked() -> None:
    make_lieu(courriels="a@exemple.fr")
    make_lieu()
    campaign = make_open_campaign()
    assert (campaign.status, campaign.planned) == ("en_cours", 2)
    assert campaign.prepared_at is not None
    mailed, called = campaign.requests.order_by("email").reverse()
    assert mailed.sent_at is not None
    assert called.sent_at is None
    assert [row.pk for row in calls_of(campaign=campaign)] == [called.pk]
    limit = timezone.localdate(mailed.expires_at)
    assert limit == campaign.ends_on + timedelta(days=15)


def test_a_campaign_that_begins_later_writes_that_day() -> None:
    make_lieu(courriels="a@exemple.fr")
    day = timezone.localdate() + timedelta(days=3)
    make_open_campaign(starts_on=day)
    moment = timezone.localtime(OutgoingEmail.objects.get().not_before)
    assert (moment.date(), moment.hour) == (day, 8)


@pytest.mark.parametrize("cut_at", [1, 2, 3])
def test_an_opening_cut_in_the_middle_is_finished_without_doubles(
    cut_at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(7):
        make_lieu(courriels=f"adresse-{number}@exemple.fr")
    campaign = open_campaign(campaign=make_campaign(), by=make_coordinator())
    calls = []
    whole = campaign_opening.queue_emails

    def cut(**values: Any) -> Any:
        calls.append(1)
        if len(calls) == cut_at:
            raise KeyboardInterrupt
        return whole(**values)

    monkeypatch.setattr(campaign_opening, "queue_emails", cut)
    with pytest.raises(KeyboardInterrupt):
        prepare_campaign(campaign_id=campaign.pk, batch=2)
    assert OutgoingEmail.objects.count() == 2 * (cut_at - 1)
    monkeypatch.setattr(campaign_opening, "queue_emails", whole)
    prepare_campaign(campaign_id=campaign.pk, batch=2)
    prepare_campaign(campaign_id=campaign.pk, batch=2)
    assert sent_to() == sorted(f"adresse-{number}@exemple.fr" for number in range(7))
    assert campaign.requests.count() == 7
    assert not campaign.requests.filter(sent_at__isnull=True).exists()


def test_a_cut_while_requests_are_stored_forgets_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        make_lieu(courriels=f"adresse-{number}@exemple.fr")
    campaign = open_campaign(campaign=make_campaign(), by=make_coordinator())
    kept = list(campaign_opening.plan_of(campaign=campaign).planned)

    def half(*, campaign: Campaign) -> Any:
        return type("Half", (), {"planned": kept[:2]})

    monkeypatch.setattr(campaign_opening, "plan_of", half)
    monkeypatch.setattr(
        campaign_opening, "envelopes_of", lambda **_values: (_ for _ in ()).throw(KeyboardInterrupt)
    )
    with pytest.raises(KeyboardInterrupt):
        prepare_campaign(campaign_id=campaign.pk)
    assert campaign.requests.count() == 2
    monkeypatch.undo()
    prepare_campaign(campaign_id=campaign.pk)
    assert campaign.requests.count() == 5
    assert len(sent_to()) == 5


def test_a_campaign_opens_once_and_asks_somebody() -> None:
    campaign, person = make_campaign(), make_coordinator()
    with pytest.raises(DomainError, match="Personne à interroger"):
        open_campaign(campaign=campaign, by=person)
    make_lieu()
    open_campaign(campaign=campaign, by=person)
    with pytest.raises(DomainError, match="déjà ouverte"):
        open_campaign(campaign=campaign, by=person)
    past = make_campaign(starts_on=later(-9).date(), ends_on=later(-2).date())
    with pytest.raises(DomainError, match="passé"):
        open_campaign(campaign=past, by=person)


def test_two_campaigns_do_not_ask_the_same_place_together() -> None:
    make_lieu(courriels="a@exemple.fr")
    make_open_campaign()
    plan = plan_of(campaign=make_campaign())
    assert (len(plan.asked), plan.planned) == (1, ())


def test_reminders_leave_once_each_and_stop_at_the_answer() -> None:
    quiet = make_lieu(courriels="muet@exemple.fr")
    prompt = make_lieu(courriels="prompt@exemple.fr")
    campaign = make_open_campaign()
    assert send_reminders(now=later(6)) == 0
    request = campaign.requests.get(lieu=prompt)
    answer_unchanged(request=request, sections=[Section.CONTACTS], author=LINK)
    answer_unchanged(request=request, sections=[Section.PRESENTATION], author=LINK)
    assert send_reminders(now=later(7)) == 1
    assert send_reminders(now=later(8)) == 0
    assert send_reminders(now=later(21)) == 1
    assert send_reminders(now=later(25)) == 0
    assert sent_to() == ["muet@exemple.fr"] * 3 + ["prompt@exemple.fr"]
    row = campaign.requests.get(lieu=quiet)
    assert row.reminders == 2
    assert [call.pk for call in calls_of(campaign=campaign)] == [row.pk]
    assert OutgoingEmail.objects.latest("pk").subject.startswith("Rappel")


def test_days_missed_are_not_made_up_for() -> None:
    make_lieu(courriels="a@exemple.fr")
    make_open_campaign()
    assert send_reminders(now=later(22)) == 1
    assert send_reminders(now=later(23)) == 0


def test_a_member_who_confirms_in_the_area_gets_no_reminder() -> None:
    lieu = make_lieu(courriels="a@exemple.fr")
    make_open_campaign()
    own = Author(ConfirmationKind.STRUCTURE, ConfirmationChannel.ESPACE)
    confirm_sections(lieu=lieu, sections=[Section.CONTACTS, Section.PRESENTATION], author=own)
    assert send_reminders(now=later(7)) == 0
    assert UpdateRequest.objects.get().status == "terminee"


def test_no_reminder_after_revocation_closing_or_the_end() -> None:
    person = make_coordinator()
    make_lieu(courriels="a@exemple.fr")
    campaign = make_open_campaign(by=person)
    revoke_request(request=campaign.requests.get(), by=person)
    assert send_reminders(now=later(8)) == 0
    UpdateRequest.objects.update(status="a_faire")
    assert send_reminders(now=later(31)) == 0
    campaign.refresh_from_db()
    assert campaign.status == "terminee"


def test_closing_takes_back_what_has_not_left() -> None:
    make_lieu(courriels="a@exemple.fr")
    campaign = make_open_campaign(starts_on=later(5).date())
    close_campaign(campaign=campaign)
    assert OutgoingEmail.objects.get().status == "annule"
    with pytest.raises(DomainError):
        close_campaign(campaign=campaign)


def test_resending_gives_the_same_link_once_a_day() -> None:
    person = make_coordinator()
    make_lieu(courriels="a@exemple.fr")
    request = make_open_campaign(by=person).requests.get()
    assert resend_request(request=request, by=person) == 1
    with pytest.raises(DomainError, match="déjà été renvoyé"):
        resend_request(request=request, by=person)
    first, again = OutgoingEmail.objects.order_by("pk")
    link = link_of(public_id=request.public_id, nonce=request.nonce)
    assert link in first.text
    assert link in again.text


def test_resending_a_revoked_link_gives_a_new_one() -> None:
    person = make_coordinator()
    make_lieu(courriels="a@exemple.fr")
    request = make_open_campaign(by=person).requests.get()
    old = request.nonce
    revoke_request(request=request, by=person)
    resend_request(request=request, by=person)
    request.refresh_from_db()
    assert request.status == "a_faire"
    assert request.nonce != old


def test_the_desk_asks_then_takes_it_back_before_it_leaves() -> None:
    lieux = [make_lieu(courriels="a@exemple.fr"), make_lieu()]
    person = make_coordinator()
    requests = ask_for_confirmation(lieux=lieux, by=person, not_before=later(1))
    assert [bool(request.email) for request in requests] == [True, False]
    assert ask_for_confirmation(lieux=lieux, by=person) == []
    assert cancel_requests(requests=requests, by=person) == 2
    assert OutgoingEmail.objects.get().status == "annule"
    assert set(UpdateRequest.objects.values_list("status", flat=True)) == {"revoquee"}
    assert len(ask_for_confirmation(lieux=lieux, by=person)) == 2


def test_the_rhythm_asks_only_places_that_somebody_keeps() -> None:
    old = later(-400)
    kept = make_lieu(courriels="tenu@exemple.fr")
    member = make_lieu(courriels="x@exemple.fr", structure=make_structure())
    person = make_member(member.structure, "referent")  # type: ignore[arg-type]
    imported = make_lieu(courriels="import@exemple.fr")
    Lieu.objects.update(created_at=old)
    essential = [Section.CONTACTS, Section.HORAIRES, Section.SERVICES]
    confirm_sections(lieu=kept, sections=essential, author=LINK, at=later(-200))
    confirm_sections(lieu=imported, sections=essential, author=SOURCE, at=later(-200))
    assert ask_by_frequency() == 2
    assert sent_to() == sorted(["tenu@exemple.fr", person.email])
    assert ask_by_frequency() == 0
    assert set(UpdateRequest.objects.values_list("cause", flat=True)) == {"frequence"}
    assert ask_by_frequency(now=later(100)) == 0
    assert ask_by_frequency(now=later(200)) == 2


def test_the_rhythm_is_the_one_that_the_structure_chose() -> None:
    lieu = make_lieu(courriels="a@exemple.fr", ask_every_months=12)
    Lieu.objects.update(created_at=later(-800))
    essential = [Section.CONTACTS, Section.HORAIRES, Section.SERVICES]
    confirm_sections(lieu=lieu, sections=essential, author=LINK, at=later(-200))
    assert ask_by_frequency() == 0
    Lieu.objects.update(ask_every_months=6)
    assert ask_by_frequency() == 1


def test_the_rhythm_waits_for_a_campaign_and_obeys_the_setting(settings: Any) -> None:
    lieu = make_lieu(courriels="a@exemple.fr")
    Lieu.objects.update(created_at=later(-800))
    confirm_sections(lieu=lieu, sections=[Section.CONTACTS], author=LINK, at=later(-300))
    settings.ASK_BY_FREQUENCY = False
    assert ask_by_frequency() == 0
    settings.ASK_BY_FREQUENCY = True
    make_open_campaign()
    UpdateRequest.objects.update(created_at=later(-250))
    assert ask_by_frequency() == 0


def test_requests_alone_are_reminded_too() -> None:
    ask_for_confirmation(
        lieux=[make_lieu(courriels="a@exemple.fr")], by=None, cause=RequestCause.FREQUENCE
    )
    assert [send_reminders(now=later(day)) for day in (6, 7, 8, 21, 22)] == [0, 1, 0, 1, 0]
    assert len(sent_to()) == 3


def test_what_is_no_longer_needed_is_forgotten() -> None:
    make_lieu(courriels="a@exemple.fr")
    request = make_open_campaign().requests.get()
    answer_unchanged(request=request, sections=[Section.CONTACTS], author=LINK)
    assert forget_ended_requests(now=later(30)) == 0
    assert forget_ended_requests(now=later(50)) == 1
    assert request.answers.get().before == {}
    assert forget_ended_requests(now=later(420)) == 1
    request.refresh_from_db()
    assert request.email == ""


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2027-03-31", 1, "2027-02-28"),
        ("2027-01-15", 2, "2026-11-15"),
        ("2024-02-29", 12, "2023-02-28"),
    ],
)
def test_months_before_keeps_to_the_calendar(day: str, months: int, expected: str) -> None:
    assert months_before(datetime.fromisoformat(day), months).date().isoformat() == expected
