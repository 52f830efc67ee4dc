"""The national standard of digital-mediation places, as data.

Source: standard-mediation-num 1.0.2 (Table Schema, La MedNum, Licence Ouverte) and the
values of the library lieux-de-mediation-numerique 2.3.0 (ANCT). A drift test holds this
file to the schema. This module imports no Django: importers, exporters, the search index
and the vocabularies' table are all made from it.
"""

from dataclasses import dataclass

VERSION = "1.0.2"
SEPARATOR = "|"
DEFAULT_PIVOT = "00000000000000"
RESUME_MAX_LENGTH = 280

PIVOT_PATTERN = r"[a-zA-Z0-9]{9,14}"
CODE_POSTAL_PATTERN = r"\d{5}"
CODE_INSEE_PATTERN = r"([013-9]\d|2[AB1-9])\d{3}"
TELEPHONE_PATTERN = r"(\+33|\+590|\+594|\+262|\+596|\+269|\+687|\+689|\+508|\+681)(\d){6,9}"


@dataclass(frozen=True, slots=True)
class Value:
    """One official value: `code` goes in addresses, `label` is what people read."""

    value: str
    code: str
    label: str


@dataclass(frozen=True, slots=True)
class StandardField:
    """One column of the standard. `vocabulary`: values are those of VOCABULARIES[name]."""

    name: str
    required: bool = False
    multiple: bool = False
    vocabulary: bool = False
    pattern: str | None = None
    max_length: int | None = None


FIELDS: tuple[StandardField, ...] = (
    StandardField("id", required=True),
    StandardField("pivot", required=True, pattern=PIVOT_PATTERN),
    StandardField("nom", required=True),
    StandardField("commune", required=True),
    StandardField("code_postal", required=True, pattern=CODE_POSTAL_PATTERN),
    StandardField("code_insee", pattern=CODE_INSEE_PATTERN),
    StandardField("adresse", required=True),
    StandardField("complement_adresse"),
    StandardField("latitude"),
    StandardField("longitude"),
    StandardField("typologie", multiple=True, vocabulary=True),
    StandardField("telephone", pattern=TELEPHONE_PATTERN),
    StandardField("courriels", multiple=True),
    StandardField("site_web", multiple=True),
    StandardField("horaires"),
    StandardField("presentation_resume", max_length=RESUME_MAX_LENGTH),
    StandardField("presentation_detail"),
    StandardField("source"),
    StandardField("itinerance", multiple=True, vocabulary=True),
    StandardField("structure_parente"),
    StandardField("date_maj", required=True),
    StandardField("services", multiple=True, vocabulary=True),
    StandardField("publics_specifiquement_adresses", multiple=True, vocabulary=True),
    StandardField("prise_en_charge_specifique", multiple=True, vocabulary=True),
    StandardField("frais_a_charge", multiple=True, vocabulary=True),
    StandardField("dispositif_programmes_nationaux", multiple=True, vocabulary=True),
    StandardField("formations_labels", multiple=True, vocabulary=True),
    StandardField("autres_formations_labels", multiple=True),
    StandardField("modalites_acces", multiple=True, vocabulary=True),
    StandardField("modalites_accompagnement", multiple=True, vocabulary=True),
    StandardField("fiche_acces_libre"),
    StandardField("prise_rdv"),
)
FIELD_NAMES: tuple[str, ...] = tuple(field.name for field in FIELDS)

VOCABULARIES: dict[str, tuple[Value, ...]] = {
    "services": (
        Value(
            "Aide aux démarches administratives", "demarches", "Aide aux démarches administratives"
        ),
        Value(
            "Maîtrise des outils numériques du quotidien",
            "outils",
            "Apprendre à se servir d’un ordinateur, d’un téléphone, d’internet",
        ),
        Value(
            "Insertion professionnelle via le numérique",
            "emploi",
            "Chercher un emploi, une formation avec le numérique",
        ),
        Value("Utilisation sécurisée du numérique", "securite", "Se protéger sur internet"),
        Value(
            "Parentalité et éducation avec le numérique",
            "parentalite",
            "Parents, enfants et écrans",
        ),
        Value("Loisirs et créations numériques", "loisirs", "Loisirs et création numériques"),
        Value("Compréhension du monde numérique", "comprendre", "Comprendre le monde numérique"),
        Value(
            "Accès internet et matériel informatique",
            "acces-internet",
            "Utiliser un ordinateur, internet, une imprimante",
        ),
        Value(
            "Acquisition de matériel informatique à prix solidaire",
            "materiel-solidaire",
            "Acheter un ordinateur à petit prix",
        ),
    ),
    "publics_specifiquement_adresses": (
        Value("Jeunes", "jeunes", "Jeunes"),
        Value("Étudiants", "etudiants", "Étudiants"),
        Value("Familles et/ou enfants", "familles", "Familles et enfants"),
        Value("Seniors", "seniors", "Personnes âgées"),
        Value("Femmes", "femmes", "Femmes"),
    ),
    "prise_en_charge_specifique": (
        Value("Surdité", "surdite", "Personnes sourdes ou malentendantes"),
        Value("Handicaps moteurs", "handicaps-moteurs", "Handicap moteur"),
        Value("Handicaps mentaux", "handicaps-mentaux", "Handicap mental ou psychique"),
        Value("Illettrisme", "illettrisme", "Difficultés à lire et écrire"),
        Value("Langues étrangères (anglais)", "anglais", "Accueil en anglais"),
        Value("Langues étrangères (autres)", "autres-langues", "Accueil dans d’autres langues"),
        Value("Déficience visuelle", "deficience-visuelle", "Personnes aveugles ou malvoyantes"),
    ),
    "frais_a_charge": (
        Value("Gratuit", "gratuit", "Gratuit"),
        Value("Gratuit sous condition", "gratuit-sous-condition", "Gratuit sous condition"),
        Value("Payant", "payant", "Payant"),
    ),
    "dispositif_programmes_nationaux": (
        Value(
            "Aidants Connect",
            "aidants-connect",
            "Aidants Connect (faire à votre place, avec votre accord)",
        ),
        Value(
            "Bibliothèques numérique de référence",
            "bibliotheques-numeriques",
            "Bibliothèques numériques de référence",
        ),
        Value("Certification PIX", "pix", "Certification Pix"),
        Value("Conseillers numériques", "conseillers-numeriques", "Conseillers numériques"),
        Value("Emmaüs Connect", "emmaus-connect", "Emmaüs Connect"),
        Value("France Services", "france-services", "France Services"),
        Value(
            "Grande école du numérique", "grande-ecole-du-numerique", "Grande école du numérique"
        ),
        Value("La Croix Rouge", "croix-rouge", "La Croix-Rouge"),
        Value("Point d'accès numérique CAF", "point-caf", "Point d’accès numérique Caf"),
        Value("Promeneurs du net", "promeneurs-du-net", "Promeneurs du Net (pour les jeunes)"),
        Value(
            "Relais numérique (Emmaüs Connect)",
            "relais-numerique",
            "Relais numérique (Emmaüs Connect)",
        ),
    ),
    "formations_labels": (
        Value("Formé à « Mon Espace Santé »", "mon-espace-sante", "Formé à « Mon espace santé »"),
        Value("Formé à « DUPLEX » (illettrisme)", "duplex", "Formé à « DUPLEX » (illettrisme)"),
        Value(
            "Arnia/MedNum BFC (Bourgogne-Franche-Comté)",
            "arnia-mednum-bfc",
            "Arnia/MedNum BFC (Bourgogne-Franche-Comté)",
        ),
        Value(
            "Collectif ressources et acteurs réemploi (Normandie)",
            "collectif-reemploi-normandie",
            "Collectif ressources et acteurs réemploi (Normandie)",
        ),
        Value("Étapes numériques (La Poste)", "etapes-numeriques", "Étapes numériques (La Poste)"),
        Value("Fabriques de Territoire", "fabriques-de-territoire", "Fabriques de territoire"),
        Value(
            "Les Éclaireurs du numérique (Drôme)",
            "eclaireurs-du-numerique",
            "Les Éclaireurs du numérique (Drôme)",
        ),
        Value("Mes Papiers (Métropole de Lyon)", "mes-papiers", "Mes Papiers (Métropole de Lyon)"),
        Value("ORDI 3.0", "ordi-3-0", "ORDI 3.0"),
        Value("SUD LABS (PACA)", "sud-labs", "SUD LABS (PACA)"),
    ),
    "modalites_acces": (
        Value("Se présenter", "se-presenter", "Venir sans rendez-vous"),
        Value("Téléphoner", "telephoner", "Téléphoner"),
        Value("Contacter par mail", "mail", "Écrire un courriel"),
        Value("Prendre un RDV en ligne", "rdv-en-ligne", "Prendre rendez-vous en ligne"),
        Value(
            "Ce lieu n'accueille pas de public",
            "pas-de-public",
            "Ce lieu n’accueille pas de public",
        ),
        Value(
            "Envoyer un mail avec une fiche de prescription",
            "prescription",
            "Être orienté par un professionnel",
        ),
    ),
    "modalites_accompagnement": (
        Value("En autonomie", "autonomie", "Seul, avec le matériel du lieu"),
        Value("Accompagnement individuel", "individuel", "Aidé par une personne"),
        Value("Dans un atelier collectif", "atelier", "En atelier, à plusieurs"),
        Value("À distance", "distance", "À distance, par téléphone ou écran"),
    ),
    "itinerance": (
        Value("Itinérant", "itinerant", "Se déplace (bus, permanences)"),
        Value("Fixe", "fixe", "Lieu fixe"),
    ),
    "typologie": (
        Value("ACI", "aci", "Structures porteuses d’ateliers et chantiers d’insertion"),
        Value(
            "ACIPHC", "aciphc", "SIAE — Atelier chantier d’insertion premières heures en chantier"
        ),
        Value("AFPA", "afpa", "Agence nationale pour la formation professionnelle des adultes"),
        Value("AI", "ai", "Associations intermédiaires"),
        Value("ASE", "ase", "Aide sociale à l’enfance"),
        Value("ASSO", "asso", "Association"),
        Value("ASSO_CHOMEUR", "asso-chomeur", "Associations de chômeurs"),
        Value("Autre", "autre", "Autre"),
        Value("AVIP", "avip", "Crèche à vocation d’insertion professionnelle"),
        Value("BIB", "bib", "Bibliothèque ou médiathèque"),
        Value(
            "CAARUD",
            "caarud",
            "Centre d’accueil et d’accompagnement à la réduction de risques pour usagers de "
            "drogues",
        ),
        Value("CADA", "cada", "Centres d’accueil de demandeurs d’asile"),
        Value("CAF", "caf", "Caisses d’allocation familiale"),
        Value("CAP_EMPLOI", "cap-emploi", "Cap Emploi"),
        Value("CAVA", "cava", "Centres d’adaptation à la vie active"),
        Value("CC", "cc", "Communautés de Commune"),
        Value("CCAS", "ccas", "Centres communaux d’action sociale"),
        Value("CCONS", "ccons", "Chambres consulaires"),
        Value("CD", "cd", "Conseils Départementaux"),
        Value("CDAS", "cdas", "Centre départemental d’action sociale"),
        Value("CFP", "cfp", "Centre des finances publiques"),
        Value("CHRS", "chrs", "Centres d’hébergement et de réinsertion sociale"),
        Value("CHU", "chu", "Centres d’hébergement d’urgence"),
        Value("CIAS", "cias", "Centres intercommunaux d’action sociale"),
        Value("CIDFF", "cidff", "Centres d’information sur les droits des femmes et des familles"),
        Value("CITMET", "citmet", "Cité des métiers"),
        Value("CMP", "cmp", "Centre Médico Psychologique"),
        Value("CMS", "cms", "Centre médico-social"),
        Value("CPAM", "cpam", "Caisse primaire d’assurance maladie"),
        Value("CPH", "cph", "Centres provisoires d’hébergement"),
        Value("CS", "cs", "Centre social"),
        Value(
            "CSAPA", "csapa", "Centre de soins, d’accompagnement et de prévention en addictologie"
        ),
        Value("CSC", "csc", "Centre socioculturel"),
        Value(
            "DEETS", "deets", "Directions de l’Economie, de l’Emploi, du Travail et des Solidarités"
        ),
        Value("DEPT", "dept", "Services sociaux du Conseil départemental"),
        Value(
            "DIPLP",
            "diplp",
            "Délégation interministérielle à la prévention et à la lutte contre la pauvreté",
        ),
        Value("E2C", "e2c", "École de la deuxième chance"),
        Value("EA", "ea", "Entreprise adaptée"),
        Value("EATT", "eatt", "Entreprise adaptée"),
        Value("EI", "ei", "Entreprises d’insertion"),
        Value("EITI", "eiti", "Entreprises d’insertion par le travail indépendant"),
        Value("ENM", "enm", "Espace Numérique Mobile"),
        Value("EPCI", "epci", "Intercommunalité"),
        Value("EPI", "epi", "Espace Public Internet"),
        Value("EPIDE", "epide", "Établissement pour l’insertion dans l’emploi"),
        Value("EPN", "epn", "Espace public numérique"),
        Value("ES", "es", "Épicerie solidaire"),
        Value("ESAT", "esat", "Établissements ou services d’aide par le travail"),
        Value("ESS", "ess", "Entreprise de l’Économie Sociale et Solidaire"),
        Value("ETTI", "etti", "Entreprises de travail temporaire d’insertion"),
        Value("EVS", "evs", "Espace de vie sociale"),
        Value("FABLAB", "fablab", "Fablab"),
        Value("FABRIQUE", "fabrique", "Fabrique"),
        Value("FAIS", "fais", "Fédérations d’acteurs de l’insertion et de la solidarité"),
        Value("FT", "ft", "France travail"),
        Value("GEIQ", "geiq", "Groupements d’employeurs pour l’insertion et la qualification"),
        Value("HUDA", "huda", "Hébergement d’urgence pour demandeurs d’asile"),
        Value("LA_POSTE", "la-poste", "La Poste"),
        Value("MDE", "mde", "Maison de l’emploi"),
        Value("MDH", "mdh", "Maison des Habitants"),
        Value("MDEF", "mdef", "Maison de l’emploi et de la formation"),
        Value("MDPH", "mdph", "Maison Départementale des Personnes Handicapées"),
        Value("MDS", "mds", "Maison Départementale des Solidarités"),
        Value("MJC", "mjc", "Maison des jeunes et de la culture"),
        Value("ML", "ml", "Mission Locale"),
        Value("MQ", "mq", "Maison de quartier"),
        Value("MSA", "msa", "Mutualité Sociale Agricole"),
        Value("MSAP", "msap", "Maison de Services Au Public"),
        Value("MUNI", "muni", "Municipalités"),
        Value(
            "OACAS",
            "oacas",
            "Structures agréées Organisme d’accueil communautaire et d’activité solidaire",
        ),
        Value("ODC", "odc", "Organisation délégataire d’un CD"),
        Value("OF", "of", "Organisme de formations"),
        Value("OIL", "oil", "Opérateur d’intermédiation locative"),
        Value("OPCS", "opcs", "Organisation porteuse de la clause sociale"),
        Value("PAD", "pad", "Point d’Accès au Droit"),
        Value("PENSION", "pension", "Pension de famille"),
        Value("PI", "pi", "Point info"),
        Value("PIJ_BIJ", "pij-bij", "Points et bureaux information jeunesse"),
        Value("PIMMS", "pimms", "Point Information Médiation Multi Services"),
        Value("PJJ", "pjj", "Protection judiciaire de la jeunesse"),
        Value("PLIE", "plie", "Plans locaux pour l’insertion et l’emploi"),
        Value("PREF", "pref", "Préfecture, Sous-Préfecture"),
        Value("PREVENTION", "prevention", "Service ou club de prévention"),
        Value("REG", "reg", "Région"),
        Value("RELAIS_LECTURE", "relais-lecture", "Relais lecture"),
        Value("RESSOURCERIE", "ressourcerie", "Ressourcerie"),
        Value("RFS", "rfs", "France Services"),
        Value("RS_FJT", "rs-fjt", "Résidence sociale - Foyer de Jeunes Travailleurs"),
        Value("SCP", "scp", "Services et clubs de prévention"),
        Value("SPIP", "spip", "Services pénitentiaires d’insertion et de probation"),
        Value("TIERS_LIEUX", "tiers-lieux", "Tiers lieu & coworking"),
        Value("UDAF", "udaf", "Union Départementale d’Aide aux Familles"),
    ),
}
