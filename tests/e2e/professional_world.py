"""One thing of every kind on the professional pages of a site, and its people signed in.

Run by a test in the environment of its site; prints as JSON the sessions by role, and the values
that the addresses of professional_pages.py need.
"""

import json
import sys
import time
from datetime import date, timedelta

import django

django.setup()

from allauth.account.internal.flows.login import record_authentication  # noqa: E402
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes  # noqa: E402
from allauth.mfa.totp.internal.auth import TOTP  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.files.base import ContentFile  # noqa: E402
from django.test import RequestFactory  # noqa: E402
from django.utils import timezone  # noqa: E402

from maillage.accounts.models import User  # noqa: E402
from maillage.contributions.actions.campaigns import record_call  # noqa: E402
from maillage.contributions.actions.desk import ask_places  # noqa: E402
from maillage.contributions.actions.sheets import duplicate_lieu, save_draft  # noqa: E402
from maillage.contributions.actions.source_proposals import propose_from_source  # noqa: E402
from maillage.contributions.enums import CallOutcome  # noqa: E402
from maillage.contributions.models import Contribution, UpdateRequest  # noqa: E402
from maillage.core.enums import EmailStatus  # noqa: E402
from maillage.core.models import OutgoingEmail  # noqa: E402
from maillage.directory.actions import save_lieu  # noqa: E402
from maillage.directory.dedupe_actions import say_different  # noqa: E402
from maillage.directory.enums import (  # noqa: E402
    ConfirmationChannel,
    ConfirmationKind,
    Section,
)
from maillage.directory.models import ImportRun, Lieu, Structure  # noqa: E402
from maillage.directory.section_actions import (  # noqa: E402
    Author,
    confirm_sections,
    save_section,
)
from maillage.directory.section_queries import read_values  # noqa: E402
from maillage.network.actions.claims import create_claim  # noqa: E402
from maillage.network.actions.invitations import InvitationOrder, send_invitations  # noqa: E402
from maillage.network.actions.people import save_profile  # noqa: E402
from maillage.network.enums import MembershipRole  # noqa: E402
from maillage.network.queries import Purpose  # noqa: E402
from maillage.territory.models import Bassin  # noqa: E402
from tests.e2e.pages import LIBRARY  # noqa: E402
from tests.factories.campaigns import make_campaign, make_open_campaign  # noqa: E402
from tests.factories.contributions import (  # noqa: E402
    make_lieu_proposal,
    make_proposal,
    make_report,
)
from tests.factories.imports import (  # noqa: E402
    make_record,
    make_rows_of_all_kinds,
    make_run,
    make_source,
)
from tests.factories.orientation import make_kiosk  # noqa: E402
from tests.factories.people import (  # noqa: E402
    make_administrator,
    make_coordinator,
    make_member,
    make_structure,
    make_user,
)

LONG_NAME = "Espace public numérique intercommunal de la Maison des services de Gallardon"
LONG_PERSON = "Marie-Antoinette de la Tour-Vauvert-Montrésor"
BASSIN = Bassin.objects.get(slug="chartres").code
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def _key(lieu: Lieu) -> str:
    return str(lieu.pk)


def session_of(user: User) -> str:
    """A session of this person; of a coordinator, with the second factor just shown."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    request = RequestFactory().get("/")
    request.user, request.session = user, session
    # Later than now: the pages of security ask again after a few minutes.
    record_authentication(
        request, user, "mfa", type="totp", reauthenticated=True, at=time.time() + 3600
    )
    session.save()
    return str(session.session_key)


def people(structure: Structure) -> dict[str, User]:
    """One person of each role that has pages of its own."""
    found = {
        "member": make_member(structure, user=make_user(display_name=LONG_PERSON)),
        "referent": make_member(structure, MembershipRole.REFERENT),
        "coordinator": make_coordinator("bassin", BASSIN),
        "administrator": make_administrator(),
    }
    for role in ("coordinator", "administrator"):
        TOTP.activate(found[role], SECRET)
        RecoveryCodes.activate(found[role])
    save_profile(
        user=found["member"],
        is_listed=True,
        teaches="Créer un compte Ameli avec une personne qui ne lit pas.",
        seeks="Une formation au mandat Aidants Connect.",
    )
    return found


def sheets(lieu: Lieu, by: User) -> tuple[Lieu, Lieu]:
    """Versions, a draft of a section, a sheet to publish, a twin of the library."""
    author = Author(ConfirmationKind.STRUCTURE, ConfirmationChannel.ESPACE, by, "mediation")
    hours = read_values(lieu=lieu, section=Section.HORAIRES)
    for week in ("Tu-Sa 09:00-12:00", "Tu-Sa 09:00-12:00,14:00-17:00"):
        save_section(
            lieu=lieu, section=Section.HORAIRES, values={**hours, "horaires": week}, author=author
        )
    confirm_sections(lieu=lieu, sections=[Section.CONTACTS, Section.SERVICES], author=author)
    contacts = read_values(lieu=lieu, section=Section.CONTACTS)
    save_draft(
        lieu=lieu,
        section=Section.CONTACTS,
        typed={"nom": [str(contacts["nom"])], "telephone": ["02 37"]},
        base=contacts,
        by=by,
    )
    copy = duplicate_lieu(lieu=lieu, author=author)
    Lieu.objects.filter(pk=copy.pk).update(nom=LONG_NAME)
    twin = save_lieu(
        lieu=Lieu(
            id="essai-jumelle",
            nom=lieu.nom,
            commune=lieu.commune,
            code_postal=lieu.code_postal,
            code_insee=lieu.code_insee,
            adresse=lieu.adresse,
            courriels="jumelle@exemple.fr",
            date_maj=timezone.localdate() - timedelta(days=900),
        ),
        modalites=None,
        origin="essai",
    )
    return copy, twin


def disagreement(lieu: Lieu) -> Contribution:
    """Two sources that say of a sheet what cannot be true together; one of them proposes it."""
    sources = [
        make_source("essai-nationale", nom=LONG_NAME),
        make_source("essai-locale", nom="Lieux du Perche"),
    ]
    for number, source in enumerate(sources):
        make_record(
            source,
            lieu=lieu,
            key=f"essai-{number}",
            date=date(2024 + number, 5, 1),
            values={"telephone": f"+3323700000{number}", "prise_rdv": "https://rdv.exemple.fr"},
            lists={"frais_a_charge": ["Payant" if number else "Gratuit"]},
        )
    news = {"venir": {"frais_a_charge": ["payant"]}}
    return propose_from_source(source=sources[1], lieu=lieu, news=news)[0]


def imports(by: User) -> dict[str, ImportRun]:
    """An import in each of its states."""
    source = make_source(nom=LONG_NAME)
    found = {
        "run": make_run(by, source=source),
        "applied": make_run(by, source=source, status="reussi"),
        "working": make_run(by, source=source, status="recu", details={"demande": "apercu"}),
        "unread": make_run(
            by,
            source=source,
            status="echec",
            error="Aucune colonne du standard n’est reconnue.",
            details={"colonnes": ["Numéro", LONG_NAME, "Ville"]},
        ),
    }
    for name in ("run", "applied"):
        make_rows_of_all_kinds(found[name])
    found["unread"].upload.save("essai.donnees", ContentFile(b"a;b"), save=True)
    return found


def main() -> None:
    """Make everything; print it."""
    lieu = Lieu.objects.get(slug=LIBRARY)
    if lieu.structure is None:
        lieu.structure = make_structure(LONG_NAME)
        Lieu.objects.filter(pk=lieu.pk).update(structure=lieu.structure)
    Lieu.objects.filter(pk=lieu.pk).update(courriels="bibliotheque@exemple.fr")
    lieu.refresh_from_db()
    who = people(lieu.structure)
    coordinator = who["coordinator"]
    copy, twin = sheets(lieu, who["member"])

    told = disagreement(lieu)
    report = make_report(lieu, message="La bibliothèque est fermée le mercredi. " * 8)
    correction = make_proposal(lieu, telephone="+33237000001", message="Le numéro a changé.")
    missing = make_lieu_proposal(LONG_NAME, code_insee=lieu.code_insee)
    closed = make_report(lieu, kind="ferme", message="Plus personne.")
    Contribution.objects.filter(pk=closed.pk).update(
        status="corrige", answered_at=timezone.now(), answered_by=coordinator, answer="Merci."
    )

    ask_places(lieux=[twin], by=coordinator)
    OutgoingEmail.objects.filter(recipient="jumelle@exemple.fr").update(
        status=EmailStatus.ECHEC, subject="", text="", html=""
    )

    prepared = make_campaign(nom="Mise à jour de l’hiver", territory_code=BASSIN)
    campaign = make_open_campaign(
        coordinator, territory_code=BASSIN, sections=["contacts", "horaires", "fermetures"]
    )
    asked = UpdateRequest.objects.filter(campaign=campaign, lieu=lieu).first()
    asked = asked or UpdateRequest.objects.filter(campaign=campaign).order_by("pk")[0]
    record_call(request=asked, outcome=CallOutcome.ABSENT, by=coordinator)

    send_invitations(
        by=coordinator,
        orders=[
            InvitationOrder(
                email="une-adresse-tres-longue-de-la-mediatheque@exemple-de-collectivite.fr",
                purpose=Purpose(structure=lieu.structure, role=MembershipRole.MEMBRE),
                display_name=LONG_PERSON,
            )
        ],
    )
    claim = create_claim(
        lieu=twin,
        email="camille@exemple.fr",
        display_name=LONG_PERSON,
        profession="bibliotheque",
        message="J’y travaille depuis dix ans.",
    )
    first, second = sorted((lieu, twin), key=_key)
    apart, other = sorted((lieu, copy), key=_key)
    say_different(one=apart, other=other, by=coordinator)
    versions = list(lieu.history.order_by("-pk").values_list("pk", flat=True)[:2])
    sys.stdout.write(
        json.dumps(
            {
                "sessions": {role: session_of(user) for role, user in who.items()},
                "values": {
                    "slug": lieu.slug,
                    "draft": copy.slug,
                    "structure": lieu.structure_id,
                    "listed": who["member"].pk,
                    "report": report.number,
                    "correction": correction.number,
                    "told": told.number,
                    "missing": missing.number,
                    "closed": closed.number,
                    "campaign": campaign.pk,
                    "prepared": prepared.pk,
                    "request": asked.pk,
                    "claim": claim.pk,
                    "first": first.slug,
                    "second": second.slug,
                    **{name: run.pk for name, run in imports(coordinator).items()},
                    "kiosk": make_kiosk(nom=LONG_NAME, structure=lieu.structure).pk,
                    "apart": apart.slug,
                    "other": other.slug,
                    "after": versions[0],
                    "before": versions[1],
                },
            }
        )
    )


if __name__ == "__main__":
    main()
