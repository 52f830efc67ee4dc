"""The database itself refuses what breaks a rule, whoever writes: `update()` passes by `clean`."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, connection, models, transaction
from django.db.models import CheckConstraint, F, Model
from django.utils import timezone

from maillage.contributions.models import (
    Campaign,
    DeskOperation,
    MailRefusal,
    SectionAnswer,
    SectionDraft,
    UpdateRequest,
)
from maillage.core.journal import triggers
from maillage.core.models import JobRun, JournalEntry, OutgoingEmail
from maillage.directory.models import (
    DirectoryRevision,
    DuplicatePair,
    Equipment,
    ExceptionalPeriod,
    LieuPhoto,
    Modalite,
    Passage,
    SectionConfirmation,
    Structure,
)
from maillage.network.models import Claim, Coordination, Invitation, Membership
from maillage.orientation.models import UnmetDemand
from maillage.territory.models import TerritoryStamp
from tests.factories.campaigns import make_campaign
from tests.factories.contributions import make_report
from tests.factories.directory import make_lieu
from tests.factories.imports import make_record, make_row, make_run, make_source
from tests.factories.orientation import make_kiosk
from tests.factories.people import make_coordinator, make_member, make_user
from tests.factories.territory import (
    BassinMembershipFactory,
    CommuneFactory,
    ContourFactory,
    DepartementFactory,
    EpciFactory,
    FormerCommuneFactory,
    RegionFactory,
)

pytestmark = pytest.mark.django_db


def unmet_demand() -> UnmetDemand:
    day, commune = date(2026, 3, 10), CommuneFactory()
    return UnmetDemand.objects.create(day=day, commune=commune)


def equipment() -> Equipment:
    return Equipment.objects.create(lieu=make_lieu(), kind="scanner")


def period() -> ExceptionalPeriod:
    days = {"first_day": date(2026, 8, 1), "last_day": date(2026, 8, 15)}
    return ExceptionalPeriod.objects.create(lieu=make_lieu(), **days)


def passage() -> Passage:
    return Passage.objects.create(lieu=make_lieu(), kind="antenne", label="Mairie d’Épernon")


def structure() -> Structure:
    return Structure.objects.create(nom="Les Essais", slug="les-essais")


def membership() -> Membership:
    make_member(structure())
    return Membership.objects.get()


def coordination() -> Coordination:
    make_coordinator()
    return Coordination.objects.get()


def invitation() -> Invitation:
    return Invitation.objects.create(
        email="a@exemple.fr",
        structure=structure(),
        role="membre",
        token_hash="a" * 64,
        expires_at="2027-01-01T00:00Z",
    )


def claim() -> Claim:
    return Claim.objects.create(lieu=make_lieu(), email="a@exemple.fr", display_name="Camille")


def confirmation() -> SectionConfirmation:
    return SectionConfirmation.objects.create(
        lieu=make_lieu(),
        section="horaires",
        kind="structure",
        channel="espace",
        confirmed_at=timezone.now(),
    )


def photo() -> LieuPhoto:
    return LieuPhoto.objects.create(
        lieu=make_lieu(), image="lieux/a.webp", alt="La façade", width=1, height=1
    )


def desk_operation() -> DeskOperation:
    return DeskOperation.objects.create(kind="archiver")


def duplicate_pair() -> DuplicatePair:
    first, second = sorted((make_lieu(), make_lieu()), key=lambda lieu: lieu.pk)
    return DuplicatePair.objects.create(first=first, second=second, verdict="distincts")


def section_draft() -> SectionDraft:
    return SectionDraft.objects.create(lieu=make_lieu(), section="horaires", by=make_user())


def journal_entry() -> JournalEntry:
    # Its triggers refuse any change before the checks are asked; the rollback brings them back.
    triggers.remove(connection)
    return JournalEntry.objects.create(verb="test.done", actor_kind="systeme")


def outgoing_email() -> OutgoingEmail:
    return OutgoingEmail.objects.create(
        kind="test.kind", recipient="a@exemple.fr", subject="Objet", message_id="<1@exemple.fr>"
    )


def job_run() -> JobRun:
    return JobRun.objects.create(name="test.job", started_at=timezone.now())


def campaign() -> Campaign:
    return make_campaign()


def update_request() -> UpdateRequest:
    return UpdateRequest.objects.create(
        lieu=make_lieu(),
        cause="coordination",
        public_id="abcdefghijkl",
        nonce="n",
        expires_at="2027-01-01T00:00Z",
    )


def section_answer() -> SectionAnswer:
    return SectionAnswer.objects.create(
        request=update_request(),
        section="horaires",
        outcome="inchange",
        kind="structure",
        channel="lien",
    )


# Constraint → a row that holds it, and values of an UPDATE that breaks it.
BREAKS: dict[str, tuple[Callable[[], Model], dict[str, Any]]] = {
    "lieu_position_both_or_none": (make_lieu, {"latitude": None, "position_precision": "inconnue"}),
    "lieu_position_on_earth": (make_lieu, {"latitude": 0, "longitude": 0}),
    "lieu_precision_known": (make_lieu, {"position_precision": "au-pif"}),
    "lieu_precision_of_a_position": (make_lieu, {"latitude": None, "longitude": None}),
    "lieu_id_not_empty": (make_lieu, {"slug": ""}),
    "lieu_address_not_empty": (make_lieu, {"commune": ""}),
    "lieu_nom_not_empty": (make_lieu, {"nom": ""}),
    "lieu_code_postal_shape": (make_lieu, {"code_postal": "2800"}),
    "lieu_code_insee_shape": (make_lieu, {"code_insee": "20100"}),
    "lieu_pivot_shape": (make_lieu, {"pivot": "123 456"}),
    "lieu_ages_in_order": (make_lieu, {"age_min": 20, "age_max": 10}),
    "lieu_ages_human": (make_lieu, {"age_max": 121}),
    "lieu_status_known": (make_lieu, {"status": "perdu"}),
    "lieu_merged_has_target": (make_lieu, {"status": "fusionne"}),
    "lieu_merged_into_another": (make_lieu, {"status": "fusionne", "merged_into": F("id")}),
    "lieu_confirmation_known": (
        make_lieu,
        {"confirmed_by": "voisin", "confirmed_at": "2026-01-01T00:00Z"},
    ),
    "lieu_confirmation_whole": (make_lieu, {"confirmed_by": "structure"}),
    "photo_alt_not_empty": (photo, {"alt": ""}),
    "confirmation_section_known": (confirmation, {"section": "tout"}),
    "confirmation_kind_known": (confirmation, {"kind": "aucune"}),
    "confirmation_channel_known": (confirmation, {"channel": "pigeon"}),
    "confirmation_profession_known": (confirmation, {"profession": "devin"}),
    "draft_section_known": (section_draft, {"section": "tout"}),
    "desk_operation_kind_known": (desk_operation, {"kind": "danser"}),
    "duplicate_pair_ordered": (duplicate_pair, {"first": F("second")}),
    "duplicate_pair_verdict_known": (duplicate_pair, {"verdict": "bof"}),
    "duplicate_pair_probability": (duplicate_pair, {"probability": 1.5}),
    "duplicate_pair_of_the_program": (duplicate_pair, {"is_automatic": True}),
    "source_named": (make_source, {"nom": ""}),
    "source_publication_known": (make_source, {"publication": "secret"}),
    "import_run_status_known": (make_run, {"status": "perdu"}),
    "import_run_ended_is_dated": (make_run, {"status": "reussi"}),
    "import_row_outcome_known": (lambda: make_row(make_run()), {"outcome": "perdue"}),
    "source_record_key_not_empty": (make_record, {"key": ""}),
    "lieu_completeness_of_a_hundred": (make_lieu, {"completeness": 101}),
    "lieu_score_of_a_hundred": (make_lieu, {"score": 101}),
    "lieu_score_parts_of_a_hundred": (make_lieu, {"score_hours": 101}),
    "lieu_wifi_minutes_of_a_day": (make_lieu, {"wifi_max_minutes": 1441}),
    "lieu_price_bw": (make_lieu, {"printing_price_bw_cents": 10_001}),
    "lieu_price_colour": (make_lieu, {"printing_price_colour_cents": 10_001}),
    "equipment_kind_known": (equipment, {"kind": "minitel"}),
    "equipment_use_known": (equipment, {"use": "vole"}),
    "equipment_count_at_least_one": (equipment, {"count": 0}),
    "exceptional_period_in_order": (period, {"last_day": date(2026, 7, 1)}),
    "passage_has_one_owner": (passage, {"lieu": None}),
    "passage_kind_known": (passage, {"kind": "escale"}),
    "passage_label_not_empty": (passage, {"label": ""}),
    "passage_host_is_another": (passage, {"host": F("lieu")}),
    "structure_nom_not_empty": (structure, {"nom": ""}),
    "structure_siret_shape": (structure, {"siret": "1234567890"}),
    "modalite_field_known": (lambda: Modalite.objects.earliest("pk"), {"field": "humeur"}),
    "modalite_value_not_empty": (lambda: Modalite.objects.earliest("pk"), {"code": ""}),
    "directory_revision_single_row": (DirectoryRevision.objects.get, {"id": 2}),
    "region_code_shape": (RegionFactory.create, {"code": "Centre"}),
    "departement_code_shape": (DepartementFactory.create, {"code": "20"}),
    "epci_code_shape": (EpciFactory.create, {"code": "20003318"}),
    "commune_position_both_or_none": (CommuneFactory.create, {"latitude": None}),
    "commune_code_shape": (CommuneFactory.create, {"code": "2808"}),
    "commune_surface_positive": (CommuneFactory.create, {"surface_km2": 0}),
    "former_commune_code_shape": (FormerCommuneFactory.create, {"code": "Voves"}),
    "bassin_correction_has_reason": (BassinMembershipFactory.create, {"is_corrected": True}),
    "contour_kind_known": (ContourFactory.create, {"kind": "quartier"}),
    "contour_box_right_way_round": (ContourFactory.create, {"west": 2.0}),
    "territory_stamp_single_row": (
        lambda: TerritoryStamp.objects.get_or_create(pk=1)[0],
        {"id": 2},
    ),
    "lieu_ask_frequency_known": (make_lieu, {"ask_every_months": 2}),
    "user_profession_known": (make_user, {"profession": "astronaute"}),
    "membership_role_known": (membership, {"role": "chef"}),
    "coordination_kind_known": (coordination, {"kind": "commune"}),
    "invitation_has_one_purpose": (invitation, {"coordination_kind": "bassin"}),
    "invitation_status_known": (
        invitation,
        {"status": "perdue", "answered_at": "2026-01-01T00:00Z"},
    ),
    "invitation_closed_is_dated": (invitation, {"status": "acceptee"}),
    "claim_status_known": (
        claim,
        {"status": "perdue", "answered_at": "2026-01-01T00:00Z", "email": ""},
    ),
    "claim_closed_is_dated": (claim, {"status": "refusee", "email": ""}),
    "claim_closed_is_erased": (claim, {"email": ""}),
    "claim_profession_known": (claim, {"profession": "devin"}),
    "invitation_role_known": (invitation, {"role": "chef"}),
    "invitation_kind_known": (
        invitation,
        {"structure": None, "role": "", "coordination_kind": "ville", "coordination_code": "1"},
    ),
    "invitation_profession_known": (invitation, {"profession": "devin"}),
    "journal_actor_known": (journal_entry, {"actor_kind": "voisin"}),
    "journal_account_named": (journal_entry, {"actor_kind": "compte"}),
    "journal_verb_not_empty": (journal_entry, {"verb": ""}),
    "email_status_known": (outgoing_email, {"status": "perdu", "subject": ""}),
    "email_words_erased": (outgoing_email, {"status": "echec"}),
    "email_sent_is_dated": (outgoing_email, {"status": "envoye", "subject": ""}),
    "email_recipient_one_line": (outgoing_email, {"recipient": "a@exemple.fr\nBcc: b@exemple.fr"}),
    "job_run_in_order": (job_run, {"finished_at": "2020-01-01T00:00Z"}),
    "campaign_nom_not_empty": (campaign, {"nom": ""}),
    "campaign_days_in_order": (campaign, {"ends_on": date(2020, 1, 1)}),
    "campaign_status_known": (campaign, {"status": "perdue", "started_at": "2026-01-01T00:00Z"}),
    "campaign_kind_known": (campaign, {"territory_kind": "quartier"}),
    "campaign_open_is_dated": (campaign, {"status": "en_cours"}),
    "update_request_cause_known": (update_request, {"cause": "humeur"}),
    "update_request_status_known": (update_request, {"status": "perdue"}),
    "update_request_done_is_dated": (update_request, {"status": "terminee"}),
    "update_request_campaign_is_a_cause": (update_request, {"cause": "campagne"}),
    "update_request_call_known": (update_request, {"call_outcome": "voila"}),
    "section_answer_kind_known": (section_answer, {"kind": "aucune"}),
    "section_answer_channel_known": (section_answer, {"channel": "pigeon"}),
    "section_answer_profession_known": (section_answer, {"profession": "devin"}),
    "contribution_escalated_to_coordination": (
        lambda: make_report(make_lieu()),
        {"escalated_at": "2026-01-01T00:00Z", "route": "structure"},
    ),
    "mail_refusal_of_one_thing": (
        lambda: MailRefusal.objects.create(address_mark="a"),
        {"address_mark": ""},
    ),
    "section_answer_section_known": (section_answer, {"section": "toit"}),
    "section_answer_outcome_known": (section_answer, {"outcome": "peut-etre"}),
    "report_number_shape": (lambda: make_report(make_lieu()), {"number": "M-0000-0000"}),
    "report_kind_known": (lambda: make_report(make_lieu()), {"kind": "humeur"}),
    "report_status_known": (lambda: make_report(make_lieu()), {"status": "perdu"}),
    "report_message_length": (lambda: make_report(make_lieu()), {"message": "a" * 2_001}),
    "report_message_needed": (lambda: make_report(make_lieu()), {"message": ""}),
    "report_closed_is_dated": (lambda: make_report(make_lieu()), {"status": "corrige"}),
    "contribution_nature_known": (lambda: make_report(make_lieu()), {"nature": "plainte"}),
    "contribution_route_known": (lambda: make_report(make_lieu()), {"route": "personne"}),
    "contribution_how_known": (lambda: make_report(make_lieu()), {"how_known": "visite"}),
    "contribution_about_a_lieu": (lambda: make_report(make_lieu()), {"lieu": None}),
    "contribution_of_a_source_or_a_person": (
        lambda: make_report(make_lieu()),
        {"source_date": "2026-01-01"},
    ),
    "kiosk_named": (make_kiosk, {"nom": ""}),
    "unmet_demand_counted": (unmet_demand, {"count": 0}),
    "report_refusal_has_reason": (
        lambda: make_report(make_lieu()),
        {"status": "refuse", "answered_at": "2026-01-01T00:00Z"},
    ),
}


def checks() -> dict[str, CheckConstraint]:
    """Every check of our tables, by name."""
    return {
        constraint.name: constraint
        for model in apps.get_models()
        if model.__module__.startswith("maillage.")
        for constraint in model._meta.constraints
        if isinstance(constraint, CheckConstraint)
    }


def test_every_check_is_tried() -> None:
    assert set(BREAKS) == set(checks())


def test_every_check_says_what_is_wrong_in_french() -> None:
    usual = CheckConstraint.default_violation_error_message
    mute = [name for name, check in checks().items() if check.violation_error_message == usual]
    assert mute == []


@pytest.mark.parametrize("name", BREAKS)
def test_the_database_refuses(name: str) -> None:
    make, values = BREAKS[name]
    row = make()
    rows: models.QuerySet[Model] = type(row)._default_manager.filter(pk=row.pk)
    # PostgreSQL says a text too long for its column before it looks at the checks.
    with pytest.raises((IntegrityError, DataError), match=f"{name}|too long"), transaction.atomic():
        rows.update(**values)


@pytest.mark.parametrize("siret", ["", "123456789", "12345678901234", "W281001234"])
def test_identifiers_of_organisations(siret: str) -> None:
    row = structure()
    row.siret = siret
    row.full_clean()
    row.save()
    assert Structure.objects.get().siret == siret


def test_a_refused_value_is_said_in_french() -> None:
    lieu = make_lieu()
    lieu.confirmed_by = "structure"
    with pytest.raises(ValidationError, match="Une confirmation dit quand et par qui"):
        lieu.full_clean()
