"""The table of rights: every closed address, and who may use it.

One line by address. A new address of the professional area without a line here makes
test_rights.py fail: write `"app:name": Row(WHO, "kind of object", "GET POST")`.

- WHO: the roles for which the address exists. Everybody else gets a 404, anonymous people the
  page of sign-in. All the objects of the table belong to the structure and the basin « here »
  (tests/rights/world.py): the roles that end with « _elsewhere » are those of other structures
  and other basins.
- kind of object: a key of `objects.address_of`, which gives the arguments of the address.
- methods: those that the address answers; another one gets a 405, once the right is checked.
- refusal: the answer to those for whom the address does not exist (404 but for allauth's own).
- query, data: what a request must hold to be understood; « {name} » is a value of the objects.
"""

from dataclasses import dataclass, field

from tests.rights.world import ROLES


@dataclass(frozen=True)
class Row:
    """Who may use one address, on which object, with which methods."""

    who: frozenset[str]
    kind: str = ""
    methods: str = "GET"
    query: str = ""
    data: dict[str, str] = field(default_factory=dict)
    refusal: int = 404


def roles(*names: str) -> frozenset[str]:
    """A set of roles; KeyError for a name that is no role."""
    unknown = set(names) - set(ROLES)
    if unknown:
        raise KeyError(unknown)
    return frozenset(names)


ACCOUNTS = frozenset(ROLES) - {"anonymous"}
PROFESSIONALS = ACCOUNTS - {"nobody"}
COORDINATORS = roles("coordinator", "coordinator_elsewhere", "administrator")
INVITERS = COORDINATORS | roles("referent", "referent_elsewhere")
# Towards the things of « here ».
MEMBERS_HERE = roles("member", "referent", "coordinator", "administrator")
MANAGERS_HERE = roles("referent", "coordinator", "administrator")
COORDINATION_HERE = roles("coordinator", "administrator")

TABLE: dict[str, Row] = {
    # --- my space, my sheets ---
    "contributions:pro_home": Row(ACCOUNTS),
    "contributions:lieu_search": Row(PROFESSIONALS, query="?q=bibliotheque"),
    "contributions:lieu_read": Row(PROFESSIONALS, "lieu"),
    "contributions:sheet_detail": Row(MEMBERS_HERE, "lieu"),
    "contributions:sheet_confirm": Row(MEMBERS_HERE, "lieu", "POST"),
    "contributions:sheet_keep": Row(MEMBERS_HERE, "lieu", "POST"),
    "contributions:sheet_undo": Row(MEMBERS_HERE, "lieu", "POST"),
    "contributions:section_edit": Row(MEMBERS_HERE, "section", "GET POST"),
    "contributions:sheet_preview": Row(MEMBERS_HERE, "lieu", "GET POST"),
    "contributions:photo_edit": Row(MEMBERS_HERE, "lieu", "GET POST"),
    "contributions:photo_file": Row(MEMBERS_HERE, "photo"),
    "contributions:sheet_history": Row(MEMBERS_HERE, "lieu"),
    "contributions:sheet_compare": Row(MEMBERS_HERE, "lieu"),
    "contributions:sheet_restore": Row(
        MANAGERS_HERE, "lieu", "POST", data={"version": "{version}"}
    ),
    "contributions:sheet_publish": Row(MANAGERS_HERE, "lieu", "POST"),
    "contributions:sheet_archive": Row(MANAGERS_HERE, "lieu", "GET POST"),
    "contributions:sheet_duplicate": Row(MANAGERS_HERE, "lieu", "POST"),
    # A refusal of e-mails belongs to the structure: no coordination takes it back.
    "contributions:sheet_mail": Row(roles("referent"), "lieu", "POST"),
    "contributions:sheet_rhythm": Row(MANAGERS_HERE, "lieu", "POST"),
    "contributions:lieu_create": Row(MANAGERS_HERE, "structure", "GET POST"),
    # --- contributions of others ---
    "contributions:contribution_list": Row(PROFESSIONALS),
    "contributions:contribution_review": Row(MEMBERS_HERE, "contribution", "GET POST"),
    # --- campaigns ---
    "contributions:campaign_list": Row(COORDINATORS),
    "contributions:campaign_create": Row(COORDINATORS, "", "GET POST"),
    "contributions:campaign_detail": Row(COORDINATION_HERE, "campaign"),
    "contributions:campaign_edit": Row(COORDINATION_HERE, "campaign", "GET POST"),
    "contributions:campaign_open": Row(COORDINATION_HERE, "campaign", "POST"),
    "contributions:campaign_close": Row(COORDINATION_HERE, "campaign", "POST"),
    "contributions:campaign_delete": Row(COORDINATION_HERE, "campaign", "POST"),
    "contributions:campaign_areas": Row(COORDINATION_HERE, "campaign"),
    "contributions:campaign_csv": Row(COORDINATION_HERE, "campaign"),
    "contributions:campaign_xlsx": Row(COORDINATION_HERE, "campaign"),
    "contributions:campaign_autonomy": Row(COORDINATION_HERE, "campaign"),
    "contributions:request_change": Row(
        COORDINATION_HERE, "request", "POST", data={"annuler": "1"}
    ),
    "contributions:call_list": Row(COORDINATION_HERE, "campaign"),
    "contributions:call_detail": Row(COORDINATION_HERE, "request", "GET POST"),
    "contributions:call_section": Row(COORDINATION_HERE, "request_section", "GET POST"),
    # --- kiosks ---
    "bornes:kiosk_list": Row(PROFESSIONALS),
    "bornes:kiosk_create": Row(INVITERS, "", "GET POST"),
    "bornes:kiosk_restore": Row(PROFESSIONALS, methods="POST"),
    "bornes:kiosk_detail": Row(MEMBERS_HERE, "kiosk"),
    "bornes:kiosk_edit": Row(MANAGERS_HERE, "kiosk", "GET POST"),
    "bornes:kiosk_service_change": Row(MANAGERS_HERE, "kiosk", "POST"),
    "bornes:kiosk_remove": Row(MANAGERS_HERE, "kiosk", "POST"),
    # --- the coordinator's desk ---
    "contributions:desk": Row(COORDINATORS),
    "contributions:desk_act": Row(COORDINATION_HERE, "", "POST", data={"lieu": "{lieu}"}),
    "contributions:desk_undo": Row(roles("coordinator"), "operation", "POST"),
    "contributions:desk_list": Row(COORDINATORS, "desk_list"),
    "contributions:desk_export": Row(COORDINATORS, "desk_list_file"),
    "contributions:desk_members": Row(COORDINATORS),
    "contributions:desk_members_export": Row(COORDINATORS, "file"),
    "contributions:desk_imports": Row(COORDINATORS),
    "contributions:desk_mails": Row(COORDINATORS),
    "contributions:desk_structures": Row(COORDINATORS),
    "contributions:desk_calls": Row(COORDINATORS),
    "contributions:quality": Row(COORDINATORS),
    "contributions:quality_first": Row(COORDINATORS),
    "contributions:quality_export": Row(COORDINATORS, "file"),
    "contributions:duplicate_list": Row(COORDINATORS),
    "contributions:duplicate_search": Row(roles("administrator"), methods="POST"),
    "contributions:duplicate_review": Row(COORDINATION_HERE, "pair", "GET POST"),
    "contributions:duplicate_undo": Row(COORDINATION_HERE, "duplicate", "POST"),
    # --- imports: of one's own, or of people whose charge is within one's own ---
    "contributions:import_list": Row(COORDINATORS),
    "contributions:import_create": Row(COORDINATORS, "", "GET POST"),
    "contributions:import_detail": Row(COORDINATION_HERE, "run"),
    "contributions:import_apply": Row(COORDINATION_HERE, "run", "POST"),
    "contributions:import_give_up": Row(COORDINATION_HERE, "run", "POST"),
    "contributions:import_retry": Row(COORDINATION_HERE, "run", "POST"),
    "contributions:import_report": Row(COORDINATION_HERE, "run_file"),
    "contributions:import_letter": Row(COORDINATION_HERE, "run"),
    "contributions:import_letter_text": Row(COORDINATION_HERE, "run"),
    "contributions:journal_list": Row(COORDINATORS),
    "contributions:journal_export": Row(COORDINATORS),
    "bornes:demand_list": Row(COORDINATORS),
    "bornes:demand_export": Row(COORDINATORS),
    # --- structures and their people ---
    "network:structure_detail": Row(MEMBERS_HERE, "structure"),
    "network:structure_leave": Row(
        roles("member", "referent"), "structure", "POST", data={"confirmer": "oui"}
    ),
    "network:member_role": Row(MANAGERS_HERE, "membership", "POST", data={"role": "referent"}),
    "network:member_remove": Row(MANAGERS_HERE, "membership", "POST"),
    "network:member_reactivate": Row(COORDINATION_HERE, "membership", "POST"),
    "network:member_restore": Row(MANAGERS_HERE, "structure", "POST"),
    "network:territory_member_list": Row(COORDINATORS),
    "network:coordination_list": Row(COORDINATORS, "", "GET POST"),
    "network:coordination_remove": Row(roles("administrator"), "coordination", "POST"),
    # --- invitations and claims ---
    "network:invitation_create": Row(MANAGERS_HERE, "structure", "GET POST"),
    "network:invitation_list": Row(INVITERS),
    "network:invitation_import": Row(INVITERS, "", "GET POST"),
    "network:invitation_import_confirm": Row(INVITERS, "", "POST"),
    "network:invitation_resend": Row(MANAGERS_HERE, "invitation", "POST"),
    "network:invitation_revoke": Row(MANAGERS_HERE, "invitation", "POST"),
    "network:claim_list": Row(COORDINATORS),
    "network:claim_detail": Row(COORDINATION_HERE, "claim", "GET POST"),
    # --- professional directory ---
    "network:member_list": Row(PROFESSIONALS),
    "network:member_contact": Row(PROFESSIONALS, "listed", "GET POST"),
    "network:profile_edit": Row(PROFESSIONALS, "", "GET POST"),
    # --- my account: always one's own ---
    "accounts:account_detail": Row(ACCOUNTS, "", "GET POST"),
    "accounts:email_change": Row(ACCOUNTS, "", "GET POST"),
    "accounts:email_change_code": Row(ACCOUNTS, "", "GET POST"),
    "accounts:session_end": Row(roles("member"), "session", "POST"),
    "accounts:session_end_others": Row(ACCOUNTS, "", "POST"),
    "accounts:account_export": Row(ACCOUNTS),
    "accounts:account_delete": Row(ACCOUNTS, "", "GET POST"),
    "account_logout": Row(ACCOUNTS, "", "POST"),
    "admin_password_change": Row(ACCOUNTS, "", "GET POST"),
    "mfa_index": Row(ACCOUNTS, "", "GET"),
    "mfa_activate_totp": Row(ACCOUNTS, "", "GET POST"),
    "mfa_add_webauthn": Row(ACCOUNTS, "", "GET POST"),
    "mfa_generate_recovery_codes": Row(ACCOUNTS, "", "GET POST"),
    # What is not there yet does not exist: nobody of this world has a second factor.
    "mfa_deactivate_totp": Row(frozenset(), "", "GET POST"),
    "mfa_remove_webauthn": Row(frozenset(), "key", "GET POST"),
    "mfa_view_recovery_codes": Row(frozenset(), "", "GET"),
    "mfa_download_recovery_codes": Row(frozenset(), "", "GET"),
    "mfa_reauthenticate": Row(frozenset(), "", "GET POST", refusal=403),
    "mfa_reauthenticate_webauthn": Row(frozenset(), "", "GET POST", refusal=403),
}
