"""Pages behind a login that the browser opens: who looks, and where.

`tests/test_consistency.py` fails when an address of the table of rights that answers a GET is
neither here nor in NOT_PAGES. Names in braces are values of professional_world.py.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProfessionalPage:
    """`role`: a session of professional_world.py. `fails`: the page says that input is wrong."""

    role: str
    path: str
    fails: bool = False


def _member(path: str) -> ProfessionalPage:
    return ProfessionalPage("member", path)


def _referent(path: str) -> ProfessionalPage:
    return ProfessionalPage("referent", path)


def _coordinator(path: str) -> ProfessionalPage:
    return ProfessionalPage("coordinator", path)


PROFESSIONAL_PAGES: dict[str, ProfessionalPage] = {
    "contributions:pro_home": _member("/pro/"),
    "contributions:lieu_search": _member("/pro/lieux/?q=Chartres"),
    "contributions:lieu_read": _member("/pro/lieux/{second}/voir/"),
    "contributions:sheet_detail": _member("/pro/lieux/{slug}/"),
    "contributions:section_edit": _member("/pro/lieux/{slug}/partie/horaires/"),
    "contributions:sheet_preview": _member("/pro/lieux/{slug}/apercu/"),
    "contributions:photo_edit": _member("/pro/lieux/{slug}/photo/"),
    "contributions:sheet_history": _referent("/pro/lieux/{slug}/historique/"),
    "contributions:sheet_compare": _referent(
        "/pro/lieux/{slug}/historique/comparer/?avant={before}&apres={after}"
    ),
    "contributions:sheet_archive": _referent("/pro/lieux/{slug}/archiver/"),
    "contributions:lieu_create": _referent("/pro/structures/{structure}/lieux/ajouter/"),
    "contributions:contribution_list": _coordinator("/pro/contributions/"),
    "contributions:contribution_review": _coordinator("/pro/contributions/{report}/"),
    "bornes:kiosk_list": _referent("/pro/bornes/"),
    "bornes:kiosk_create": _referent("/pro/bornes/nouvelle/?structure={structure}"),
    "bornes:kiosk_detail": _referent("/pro/bornes/{kiosk}/"),
    "bornes:kiosk_edit": _referent("/pro/bornes/{kiosk}/modifier/"),
    "contributions:campaign_list": _coordinator("/pro/campagnes/"),
    "contributions:campaign_create": _coordinator("/pro/campagnes/nouvelle/"),
    "contributions:campaign_detail": _coordinator("/pro/campagnes/{campaign}/"),
    "contributions:campaign_edit": _coordinator("/pro/campagnes/{prepared}/modifier/"),
    "contributions:campaign_autonomy": _coordinator("/pro/campagnes/{campaign}/autonomie/"),
    "contributions:call_list": _coordinator("/pro/campagnes/{campaign}/appels/?liste=toutes"),
    "contributions:call_detail": _coordinator("/pro/campagnes/{campaign}/appels/{request}/"),
    "contributions:call_section": _coordinator(
        "/pro/campagnes/{campaign}/appels/{request}/partie/horaires/"
    ),
    "contributions:desk": _coordinator("/pro/bureau/"),
    "contributions:desk_list": _coordinator("/pro/bureau/fiches/tous/"),
    "contributions:desk_members": _coordinator("/pro/bureau/professionnels/"),
    "contributions:desk_imports": _coordinator("/pro/bureau/imports/"),
    "contributions:desk_calls": _coordinator("/pro/bureau/appels/"),
    "contributions:desk_structures": _coordinator("/pro/bureau/structures/"),
    "contributions:desk_mails": _coordinator("/pro/bureau/courriels/"),
    "contributions:quality": _coordinator("/pro/qualite/"),
    "contributions:quality_first": _coordinator("/pro/qualite/a-mettre-en-ordre/"),
    "contributions:duplicate_list": _coordinator("/pro/bureau/doublons/"),
    "contributions:duplicate_review": _coordinator("/pro/bureau/doublons/{first}/{second}/"),
    "contributions:import_list": _coordinator("/pro/imports/"),
    "contributions:import_create": _coordinator("/pro/imports/nouveau/"),
    "contributions:import_detail": _coordinator("/pro/imports/{run}/"),
    "contributions:import_letter": _coordinator("/pro/imports/{run}/lettre/"),
    "contributions:journal_list": _coordinator("/pro/journal/"),
    "bornes:demand_list": _coordinator("/pro/demandes-sans-reponse/"),
    "network:structure_detail": _referent("/pro/structures/{structure}/"),
    "network:territory_member_list": _coordinator("/pro/territoires/membres/"),
    "network:coordination_list": _coordinator("/pro/coordinations/"),
    "network:invitation_create": _referent("/pro/structures/{structure}/inviter/"),
    "network:invitation_list": _coordinator("/pro/invitations/"),
    "network:invitation_import": _coordinator("/pro/invitations/liste/"),
    "network:claim_list": _coordinator("/pro/rattachements/"),
    "network:claim_detail": _coordinator("/pro/rattachements/{claim}/"),
    "network:member_list": _coordinator("/pro/professionnels/"),
    "network:member_contact": _coordinator("/pro/professionnels/{listed}/ecrire/"),
    "network:profile_edit": _member("/pro/profil/"),
    "accounts:account_detail": _member("/pro/compte/"),
    "accounts:email_change": _member("/pro/compte/adresse/"),
    "accounts:account_delete": _member("/pro/compte/supprimer/"),
    "mfa_index": _coordinator("/pro/compte/second-facteur/"),
    "mfa_activate_totp": _member("/pro/compte/second-facteur/application/"),
    "mfa_add_webauthn": _member("/pro/compte/second-facteur/cle/"),
    "mfa_deactivate_totp": _coordinator("/pro/compte/second-facteur/application/retirer/"),
    "mfa_view_recovery_codes": _coordinator("/pro/compte/second-facteur/codes/"),
    "mfa_generate_recovery_codes": _coordinator("/pro/compte/second-facteur/codes/nouveaux/"),
    "mfa_reauthenticate": _coordinator("/pro/compte/second-facteur/verifier/"),
}

# Address -> why no browser opens it by itself.
NOT_PAGES: dict[str, str] = {
    "contributions:photo_file": "an image",
    "contributions:campaign_csv": "a file",
    "contributions:campaign_xlsx": "a file",
    "contributions:campaign_areas": "a file",
    "contributions:desk_export": "a file",
    "contributions:desk_members_export": "a file",
    "contributions:quality_export": "a file",
    "contributions:import_report": "a file",
    "contributions:import_letter_text": "a file",
    "contributions:journal_export": "a file",
    "bornes:demand_export": "a file",
    "accounts:account_export": "a file",
    "mfa_download_recovery_codes": "a file",
    "admin_password_change": "leads to the account",
    "accounts:email_change_code": "exists after a new address was given: same form as email_change",
    "mfa_remove_webauthn": "needs a key: same page as mfa_deactivate_totp",
    "mfa_reauthenticate_webauthn": "needs a key: same page as mfa_reauthenticate",
}

# Other states of the same pages.
PROFESSIONAL_STATES: dict[str, ProfessionalPage] = {
    "my space of a referent": _referent("/pro/"),
    "my space of a coordinator": _coordinator("/pro/"),
    "sheet of a draft": _referent("/pro/lieux/{draft}/"),
    "sheet in the name of": _coordinator("/pro/lieux/{slug}/"),
    "section contacts with a draft": _member("/pro/lieux/{slug}/partie/contacts/"),
    "section fermetures": _member("/pro/lieux/{slug}/partie/fermetures/"),
    "section services": _member("/pro/lieux/{slug}/partie/services/"),
    "section venir": _member("/pro/lieux/{slug}/partie/venir/"),
    "section materiel": _member("/pro/lieux/{slug}/partie/materiel/"),
    "section presentation": _member("/pro/lieux/{slug}/partie/presentation/"),
    "kiosk of a member": _member("/pro/bornes/{kiosk}/"),
    "kiosk, for which structure": _coordinator("/pro/bornes/nouvelle/"),
    "contributions, nothing": _member("/pro/contributions/?etat=miennes"),
    "review of a correction": _coordinator("/pro/contributions/{correction}/"),
    "review of what a source says": _coordinator("/pro/contributions/{told}/"),
    "review of a missing place": _coordinator("/pro/contributions/{missing}/"),
    "review, answered": _coordinator("/pro/contributions/{closed}/"),
    "review, editing": _coordinator("/pro/contributions/{report}/?partie=horaires"),
    "campaign before opening": _coordinator("/pro/campagnes/{prepared}/"),
    "desk list, stale": _coordinator("/pro/bureau/fiches/perimes/"),
    "sheets to mend, hours": _coordinator("/pro/qualite/a-mettre-en-ordre/?quoi=horaires"),
    "sheets to mend, nothing": _coordinator("/pro/qualite/a-mettre-en-ordre/?quoi=absent"),
    "desk list, nothing": _coordinator("/pro/bureau/fiches/tous/?q=zzzzqqqq"),
    "pair decided, to undo": _coordinator("/pro/bureau/doublons/{apart}/{other}/"),
    "pairs, nothing": _coordinator("/pro/bureau/doublons/?commune=absente"),
    "import, no row found": _coordinator("/pro/imports/{run}/?q=zzzzqqqq"),
    "import of a source already chosen": _coordinator("/pro/imports/nouveau/?source=hub-lo"),
    "import at work": _coordinator("/pro/imports/{working}/"),
    "import whose columns are unknown": _coordinator("/pro/imports/{unread}/"),
    "import applied": _coordinator("/pro/imports/{applied}/?quoi=rejetee"),
    "journal, wrong dates": ProfessionalPage(
        "coordinator", "/pro/journal/?du=2026-03-31&au=2026-03-01", fails=True
    ),
    "directory, nobody": _coordinator("/pro/professionnels/?q=zzzzqqqq"),
    "desk of an administrator": ProfessionalPage("administrator", "/pro/bureau/"),
    "coordinations of an administrator": ProfessionalPage("administrator", "/pro/coordinations/"),
}
