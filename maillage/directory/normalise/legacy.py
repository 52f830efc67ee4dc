"""Values of the first versions of the standard (0.1.x), and where they go today.

Keys are slugs of the old value, or of what stands before its « : ». A target is a field of
today and its official value; `IS_TRUE` targets are fields of ours that become true.
"""

IS_TRUE = "oui"
Target = tuple[str, str]

_DEMARCHES = ("services", "Aide aux démarches administratives")
_OUTILS = ("services", "Maîtrise des outils numériques du quotidien")
_INSERTION = ("services", "Insertion professionnelle via le numérique")
_COMPRENDRE = ("services", "Compréhension du monde numérique")
_ACCES = ("services", "Accès internet et matériel informatique")
_PARENTALITE = ("services", "Parentalité et éducation avec le numérique")
_HANDICAP_MENTAL = ("prise_en_charge_specifique", "Handicaps mentaux")
_POINT_CAF = ("dispositif_programmes_nationaux", "Point d'accès numérique CAF")
_AUTRES = "autres_formations_labels"

SERVICES: dict[str, tuple[Target, ...]] = {
    "devenir-autonome-dans-les-demarches-administratives": (_DEMARCHES,),
    "realiser-des-demarches-administratives-avec-un-accompagnement": (_DEMARCHES,),
    "accompagner-les-demarches-de-sante": (_DEMARCHES,),
    "prendre-en-main-un-smartphone-ou-une-tablette": (_OUTILS,),
    "prendre-en-main-un-ordinateur": (_OUTILS,),
    "utiliser-le-numerique-au-quotidien": (_OUTILS,),
    "approfondir-ma-culture-numerique": (_COMPRENDRE,),
    "promouvoir-la-citoyennete-numerique": (_COMPRENDRE,),
    "favoriser-mon-insertion-professionnelle": (_INSERTION,),
    "creer-et-developper-mon-entreprise": (_INSERTION,),
    "acceder-a-une-connexion-internet": (_ACCES,),
    "acceder-a-du-materiel": (_ACCES,),
    "s-equiper-en-materiel-informatique": (
        ("services", "Acquisition de matériel informatique à prix solidaire"),
    ),
    "creer-avec-le-numerique": (("services", "Loisirs et créations numériques"),),
    "soutenir-la-parentalite-et-l-education-avec-le-numerique": (_PARENTALITE,),
}

# « Adultes » says nothing that the standard of today can say: everybody is welcome.
PUBLICS: dict[str, tuple[Target, ...]] = {
    "adultes": (),
    "seniors-65-ans": (("publics_specifiquement_adresses", "Seniors"),),
    "familles-enfants": (("publics_specifiquement_adresses", "Familles et/ou enfants"),),
    "jeunes-16-26-ans": (("publics_specifiquement_adresses", "Jeunes"),),
    "uniquement-femmes": (("publics_specifiquement_adresses", "Femmes"),),
    "public-langues-etrangeres": (("prise_en_charge_specifique", "Langues étrangères (autres)"),),
    "handicaps-psychiques": (_HANDICAP_MENTAL,),
    "handicaps-mentaux": (_HANDICAP_MENTAL,),
    "personnes-en-situation-d-illettrisme": (("prise_en_charge_specifique", "Illettrisme"),),
}

CONDITIONS: dict[str, tuple[Target, ...]] = {
    "gratuit": (("frais_a_charge", "Gratuit"),),
    "gratuit-sous-condition": (("frais_a_charge", "Gratuit sous condition"),),
    "payant": (("frais_a_charge", "Payant"),),
    "adhesion": (
        ("frais_a_charge", "Gratuit sous condition"),
        ("membership_required", IS_TRUE),
    ),
    "accepte-le-pass-numerique": ((_AUTRES, "Pass numérique"),),
}

LABELS: dict[str, tuple[Target, ...]] = {
    "france-services": (
        ("dispositif_programmes_nationaux", "France Services"),
        ("typologie", "RFS"),
    ),
    "cnfs": (("dispositif_programmes_nationaux", "Conseillers numériques"),),
    "conseiller-numerique": (("dispositif_programmes_nationaux", "Conseillers numériques"),),
    "conseillers-numeriques-france-services": (
        ("dispositif_programmes_nationaux", "Conseillers numériques"),
    ),
    "grandes-ecoles-du-numerique": (
        ("dispositif_programmes_nationaux", "Grande école du numérique"),
    ),
    "point-relais-caf": (_POINT_CAF,),
    "point-numerique-caf": (_POINT_CAF,),
    "aptic": ((_AUTRES, "APTIC (Pass numérique)"),),
    "relais-pole-emploi": ((_AUTRES, "Relais Pôle emploi"),),
    "french-tech": ((_AUTRES, "French Tech"),),
    "campus-connecte": ((_AUTRES, "Campus connecté"),),
}

ACCOMPAGNEMENT: dict[str, tuple[Target, ...]] = {
    "seul": (("modalites_accompagnement", "En autonomie"),),
    "avec-de-l-aide": (("modalites_accompagnement", "Accompagnement individuel"),),
    "dans-un-atelier": (("modalites_accompagnement", "Dans un atelier collectif"),),
    "a-ma-place": (
        ("modalites_accompagnement", "Accompagnement individuel"),
        ("mandat_practice", IS_TRUE),
    ),
}

# Columns of version 0 that carry lists, and where their values are looked for: the old table,
# then the vocabularies of today.
V0_COLUMNS: dict[str, tuple[dict[str, tuple[Target, ...]], tuple[str, ...]]] = {
    "services": (SERVICES, ("services",)),
    "publics_accueillis": (
        PUBLICS,
        ("publics_specifiquement_adresses", "prise_en_charge_specifique"),
    ),
    "conditions_acces": (CONDITIONS, ("frais_a_charge",)),
    "labels_nationaux": (
        LABELS,
        ("dispositif_programmes_nationaux", "formations_labels"),
    ),
    "modalites_accompagnement": (ACCOMPAGNEMENT, ("modalites_accompagnement",)),
    "typologie": ({}, ("typologie",)),
}
# A file of today may still hold old values.
V1_COLUMNS: dict[str, tuple[dict[str, tuple[Target, ...]], tuple[str, ...]]] = {
    "services": (SERVICES, ("services",)),
    "publics_specifiquement_adresses": (
        PUBLICS,
        ("publics_specifiquement_adresses", "prise_en_charge_specifique"),
    ),
    "prise_en_charge_specifique": (
        PUBLICS,
        ("prise_en_charge_specifique", "publics_specifiquement_adresses"),
    ),
    "frais_a_charge": (CONDITIONS, ("frais_a_charge",)),
    "dispositif_programmes_nationaux": (
        LABELS,
        ("dispositif_programmes_nationaux", "formations_labels"),
    ),
    "formations_labels": (LABELS, ("formations_labels", "dispositif_programmes_nationaux")),
    "modalites_acces": ({}, ("modalites_acces",)),
    "modalites_accompagnement": (ACCOMPAGNEMENT, ("modalites_accompagnement",)),
    "itinerance": ({}, ("itinerance",)),
    "typologie": ({}, ("typologie",)),
}
