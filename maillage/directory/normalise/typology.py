"""What kind of place a name tells: « Médiathèque de Vouvray » → BIB.

Each family is a regular expression on the folded name (a-z, 0-9, single spaces: see
`core.text.normalize`), and the beginnings of words without which it cannot match: only the
families that a word of the name calls are tried. The families follow the national pipeline;
where it errs, docs/reference/divergences.md says so.
"""

# ruff: noqa: E501 - a family is read whole

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from maillage.directory.normalise.first_names import FIRST_NAMES
from maillage.directory.normalise.notes import Notes
from maillage.directory.normalise.slips import plain_name
from maillage.directory.standard import VOCABULARIES
from maillage.directory.vocabularies import UnknownValue, code_for

NOM_MAX_LENGTH = 300
CALL_LENGTH = 3  # a call is the first letters of a word, at most so many


class Family(NamedTuple):
    """One code; `calls`: first letters (1 to 3) of the words that it may begin with."""

    code: str
    calls: str
    pattern: str
    unless: str = ""


_DEP = r"(?:dep\w*|dpt\w*|dpmt\w*)"
_CENTRE = r"(?:centres?|ctre|ctr)"
_MAISON = r"(?:maisons?|mais)"

FAMILIES: tuple[Family, ...] = (
    Family(
        "ACI",
        "aci ate cha jar",
        r"aci|(?:ateliers?(?: et)? )?chantiers? (?:d )?insertion|jardins? de cocagne",
    ),
    Family("ACIPHC", "aci pre", r"aciphc|premieres heures en chantier"),
    Family("AFPA", "afp age ass for", r"afpa|formation professionnelle des adultes"),
    Family("AI", "ass ai", r"associations? intermediaires?|ai(?= insertion)"),
    Family("ASE", "ase aid", r"ase|aide sociale (?:a )?(?:l )?enfance"),
    Family(
        "ASSO",
        "ass lig fed fam caf foy sec cro res emm ufc adi apf atd ami",
        r"asso|associations?|associati(?:f|fs|ve|ves)|assoc|ligue (?:de )?(?:l )?enseignement"
        r"|familles rurales|foyers? (?:ruraux|rural)|secours (?:populaires?|catholiques?)"
        r"|croix rouge|restos? du coeur|restaurants du coeur|emmaus|ufcv|adil"
        r"|amicales? laiques?|fed\w* (?:\w+ )?(?:des )?oeuvr\w* laique\w*|apf france handicap|atd quart monde|cafe associatif",
        unless=r"associations? intermediaires?|(?:maison|salle|foyer|pole|espace) des associations|vie associative"
        r"|associations? de chomeurs",
    ),
    Family(
        "ASSO_CHOMEUR", "ass mou", r"associations? (?:de |des )?chomeurs?|mouvement des chomeurs"
    ),
    Family("AVIP", "cre avi", r"avip|creche a vocation d insertion"),
    Family(
        "BIB",
        "bib med lud dis",
        r"bib\w{1,4}o?th?\w{0,3}q\w*|bib|biblio\w*"
        r"|med[ei]*a?th\w{0,3}q\w*|mediatequ\w*|mediath\w*|ludo ?mediath\w*|ludothequ\w*",
    ),
    Family(
        "CAARUD",
        "caa cen",
        r"caarud|centres? d accueil et d accompagnement a la reduction (?:de |des )risques\w*",
    ),
    Family(
        "CADA",
        "cad cen ctr",
        rf"cada|{_CENTRE} (?:d )?accueil (?:pour |de |des )?demandeurs? (?:d ?)?asile",
    ),
    Family("CAF", "caf cai", r"cafs?|cafpro|caisses? (?:d |de l )?alloc\w*(?: familiales?)?"),
    Family("CAP_EMPLOI", "cap", r"cap emploi"),
    Family("CAVA", "cav cen", r"cava|centres? d adaptation a la vie active"),
    Family(
        "CC",
        "com cc cdc cte c",
        r"(?:communautes?|communaute?|comm?|cte) (?:de |des |d )?com(?:mune)?s?"
        r"|communautes? intercommunales?|comcom|cc(?! +(?:bp|p\b))(?= )|(?<=\w )cc$|ccvg|c de c|cdc(?= )|^cdc$",
    ),
    Family(
        "CCAS",
        "cca cen ctr",
        rf"ccas|c c a s|{_CENTRE} (?:communa(?:l|ux)|municipa(?:l|ux)|comunal)e?s? (?:d |de l )?actions? social\w*",
    ),
    Family(
        "CCONS",
        "cha cci cma",
        r"chambres? (?:de |des |d )?(?:commerce|metiers?|agriculture|consulaire)\w*|cci|cmar?"
        r"|chambre regionale (?:de |des |d )?(?:metiers|agriculture)",
    ),
    Family(
        "CD",
        "con cos cd",
        rf"cons?eils? {_DEP}|conseil gen(?:eral)?|coseil dep\w*|cd ?\d\d|conseil departement\w*",
    ),
    Family(
        "CDAS",
        "cda cen ctr mai ant",
        rf"cdas|(?:{_CENTRE}|{_MAISON}|antenne) {_DEP} (?:d |de l )?actions? sociales?",
    ),
    Family(
        "CFP",
        "cen ctr fin cfp tre dgf ddf dir ser hot",
        rf"(?:{_CENTRE}|direction|service)?(?: \w+)? ?(?:des |de |les )?finances? publi\w+|cfp|dgfip"
        r"|tresorerie|ddfip|tresor public|(?:centre|service|hotel) des impots",
    ),
    Family(
        "CHRS",
        "chr cen ctr",
        rf"chrs|{_CENTRE} (?:d )?hebergement (?:et )?(?:de )?(?:la )?(?:re ?)?insertion\w*",
    ),
    Family(
        "CHU",
        "chu cen heb ctr",
        rf"chu|(?:{_CENTRE} )?(?:d )?hebergement (?:d |en )?urgence",
        unless=r"hebergement (?:d )?urgence (?:pour |de |des )?demandeurs? (?:d )?asile|chu de \w+ hopital",
    ),
    Family(
        "CIAS",
        "cia cen ctr com",
        rf"cias|{_CENTRE} (?:inter ?communa(?:l|ux)|intercomunal)e?s? (?:d |de l )?actions? social\w*",
    ),
    Family(
        "CIDFF",
        "cid cdi cen",
        r"cidff?|cdiff|centres? (?:d )?information (?:sur les |des )?droits des femmes\w*",
    ),
    Family(
        "CITMET",
        "cit",
        r"cites? (?:des |de |du |de la |de l )?(?:jeunesse (?:et )?(?:des )?)?(?:metiers?|emploi)"
        r"|citemetiers?",
    ),
    Family("CMP", "cmp cen ctr", rf"cmpp?|{_CENTRE} medico psycho\w*"),
    Family(
        "CMS",
        "cms pms med",
        r"cmsd?|pms|medico ?socia\w+",
        unless=r"etablissement medico social|service (?:d )?\w* medico social",
    ),
    Family(
        "CPAM",
        "cpa cai ass",
        r"cpam|caisses? primaires? (?:d |de l )?assurances? maladies?|assurance maladie",
    ),
    Family("CPH", "cph cen ctr", rf"cph|{_CENTRE} provisoires? (?:d )?hebergement"),
    Family(
        "CS",
        "cen esp ctr cs pol mai ass",
        rf"(?:{_CENTRE}|espace|pole|maison) (?:social|soc)(?:e|s|es|aux)?(?! +(?:et )?(?:d )?(?:cult|educ))"
        rf"|(?:{_CENTRE}|espace) (?:social|socio)e?s? et cultu\w+"
        rf"|{_CENTRE} (?:municipal|rural|intercommunal|familial|communal|d animation) (?:social)"
        r"|centres? sociaux(?! cultu)",
    ),
    Family("CSAPA", "csa pre soi cen", r"csapa|(?:prevention|soins?|centre).{0,40} addictologie"),
    Family(
        "CSC",
        "csc csx ani cen esp foy soc ctr",
        r"csc|csx|animation social\w* et culturelle|socio ?-?cult?u\w+|socio ?educ\w* et cult\w*"
        rf"|(?:{_CENTRE}|espace) (?:social|sociaux|socio) (?:et )?cultu\w+"
        r"|foyer (?:culturel et social|social et culturel)|socio ?-?cutu\w+",
    ),
    Family(
        "DEETS",
        "dee dre dir dde eet",
        r"d{0,2}r?eets(?:pp)?|directions? de l economie(?: de l emploi)?|ddets(?:pp)?|dreets|direccte",
    ),
    Family(
        "DEPT",
        "dep dpt dpm ser",
        rf"(?:dpt|dept|dpmt)|departements?|services? (?:sociaux|social) (?:du )?{_DEP}",
        unless=rf"(?:archives?|maison|centre|mediatheque|cite|bibliotheque) (?:du )?{_DEP}",
    ),
    Family("DIPLP", "dip lut", r"diplp|lutte contre la pauvrete"),
    Family("E2C", "e2c eco", r"e2c|ecoles? (?:de la )?(?:deuxieme|2e|2eme|seconde) chance"),
    Family("EA", "ent ea", r"entreprises? adaptees?|^ea$|^ea(?= )"),
    Family(
        "EI", "ei ent", r"entreprises? (?:d )?insertion(?! par le travail ind\w*)|^ei(?= )|^ei$"
    ),
    Family("EITI", "eit ins", r"eiti|insertion par le travail independant"),
    Family(
        "ENM",
        "bus van cam mob cyb car esp enm med num fou nav inf web vis lab min",
        r"(?:cyber|info|web|media|numeri|visio|lab|mini)?bus|van numeriqu\w+|(?:numeri)?camion\w*"
        r"|caravane (?:du |de |des )?(?:numeriqu\w+|connectee)|espaces? numeriques? mobiles?"
        r"|mobi(?:lab| lab|services?)|fourgon (?:numeriqu\w+|connecte)|enm|van itinerant"
        r"|mediateurs? itinerants?|navette numeriqu\w+",
        unless=r"gare (?:de |des )?bus|arret (?:de )?bus|bus et tram",
    ),
    Family(
        "EPCI",
        "epc int met syn siv",
        r"epci|intercommunalites?|syndicats? intercommuna\w+|sivom|metropole(?! +(?:europeenne )?\w+ +habitat)",
        unless=r"grand metropole hotel",
    ),
    Family(
        "EPI",
        "epi bor esp poi",
        r"epi|(?:espaces?|esp ce|points?) (?:publi\w+ )?(?:d acces (?:a )?)?(?:internet|informatiques?)",
        unless=r"espaces? publi\w+ numeriqu\w+|epi (?:de )?ble",
    ),
    Family("EPIDE", "epi eta", r"epide|etablissement (?:pour l |public d )insertion dans l emploi"),
    Family(
        "EPN",
        "epn esp cyb eta pol poi cen mai ate clu ecm",
        r"epn|epnt?|(?:espaces?|etablissements?|points?) (?:publi\w+ )?(?:numeriqu\w+|multi ?medias?)"
        r"|espaces? (?:culture )?multi ?medias?|cyber ?(?:bases?|centres?|espaces?|cafes?|lieux?)"
        r"|(?:maison|pole|centre|atelier) (?:du |de |des )?(?:numeriqu\w+|multi ?media)"
        r"|espaces? (?:de )?(?:mediation|inclusion|culture) numeriqu\w+|espace cyber"
        r"|points? cyb|esp ces? numeriqu\w+|club informatiqu\w+|ecm",
        unless=r"espaces? numeriques? mobiles?|point d accueil numerique",
    ),
    Family(
        "ES",
        "epi gro",
        r"epiceri?es? (?:sociales?|solidaires?|et solidaires?|sociales? et solidaires?"
        r"|associative et solidaire)|epi(?:cerie)? ?sol(?:i\w*)?",
    ),
    Family(
        "ESAT",
        "esa eta",
        r"esat|etablissements? (?:et |ou )?(?:de )?(?:services? )?(?:d )?aide par le travail",
    ),
    Family(
        "ESS", "eco ess", r"economique? social\w* et solidair\w*|economie sociale et solidaire|ess"
    ),
    Family(
        "ETTI",
        "ett tra ent int",
        r"etti|travail temporaire|entreprises? de travail temporaire d insertion|interim (?:d )?insertion",
    ),
    Family(
        "EVS",
        "evs esp cen ctr lie",
        rf"evs|(?:espaces?|{_CENTRE}|lieu) (?:de |d animation de la )?vie social\w*",
    ),
    Family(
        "FABLAB", "fab ate mak", r"fab ?labs?|fab at|makerspace|ateliers? de fabrication num\w+"
    ),
    Family("FABRIQUE", "fab", r"fabriques?(?! +numeriqu\w+ +de +territoire)"),
    Family(
        "FAIS", "fed", r"federations? (?:des |d )acteurs (?:de l insertion et )?de la solidarite"
    ),
    Family("FT", "pol fra age ft anp", r"poles? ?emplois?|france travail|ft|anpe|agence ft"),
    Family("GEIQ", "gei gro", r"geiq|groupements? (?:local |locaux )?(?:d )?(?:employeurs?)"),
    Family(
        "HUDA",
        "hud heb",
        r"huda|hebergement (?:d )?urgence (?:pour |de |des )?demandeurs? (?:d )?asile",
    ),
    Family(
        "LA_POSTE",
        "pos la age bur rel poi bp",
        r"(?:la|bureaux? de|agences?(?: communales?)?|point|relais) ?post\w+"
        r"|(?:agences?|points?) postales?|(?<=\w )bp$|agence (?:communale|intercommunale|municipale) postale",
        unless=r"(?:place|rue|route|avenue|square|allee|impasse|quartier|face a|ancienne?) (?:de )?la poste"
        r"|(?:relais|point|bureau|la) (?:de )?postes? (?:de|du|informatiqu\w+|numeriqu\w+|fixe) (?:travail|secours|garde|police)",
    ),
    Family(
        "MDE",
        "mde mai",
        rf"mde|{_MAISON} (?:de |d )?(?:l )?(?:emplois?|economie)(?! +et de la formation)"
        rf"|{_MAISON} (?:de )?(?:l )?economie|{_MAISON} des entreprises et de l emploi",
    ),
    Family(
        "MDEF",
        "mde mai",
        rf"mdef|{_MAISON} (?:de |d )?(?:l )?emplois? (?:et |de )+(?:la )?formation\w*",
    ),
    Family(
        "MDH",
        "mdh mai mjh",
        rf"mdh|mjh|{_MAISON} (?:des? |du |d )?(?:jeunes et )?(?:des )?(?:l )?habitants?",
    ),
    Family(
        "MDPH",
        "mdp mai",
        rf"mdph|{_MAISON} {_DEP} (?:de )?(?:l )?autonomie|{_MAISON} {_DEP} (?:des |de |pour )?(?:les )?personnes handicap\w*"
        rf"|{_MAISON} {_DEP} (?:des |du )?handicap\w*",
    ),
    Family(
        "MDS",
        "mds msd mai cen ctr ant ter uni uta",
        rf"mdsi?|msd|utas|(?:{_MAISON}|{_CENTRE}|antenne) (?:du )?{_DEP} (?:de |des |d |du |pour )?(?:la |les |l )?"
        r"(?:solidarites?|proximite|insertion|cohesion sociale)"
        rf"|{_MAISON} (?:de |des |pour )?(?:la |les )?solidarites?(?: departement\w*)"
        rf"|{_MAISON} (?:de |des |pour )(?:la |les )?solidarites|(?:territoire|unite)s?(?: territoriale?s?)? d action sociale",
    ),
    Family(
        "MJC",
        "mjc mai m",
        rf"mjc|m j c|mpt mjc|{_MAISON} (?:des |de |pour |du )?(?:les |la )?jeun(?:es?|esse)(?: et)?(?: de| pour| a)?(?: la| les)? cultur\w*",
    ),
    Family("ML", "mis ml", r"missions? loc\w*|ml(?= (?:de|du|des|d)\b)|^ml$"),
    Family(
        "MQ", "mai mq", rf"mq|{_MAISON} (?:de |du |des |pour |municipale de )?(?:les )?quartiers?"
    ),
    Family("MSA", "msa mut", r"msa|mutualites? sociales? agricoles?"),
    Family(
        "MSAP",
        "msa mai rel rsp poi pol esp",
        rf"msap|rsp|espaces? (?:de )?services? (?:aux? )?publics?|(?:{_MAISON}|relais|points?|pole) (?:de |des |du |d )?(?:la |aux )?"
        r"services?(?: (?:au|aux|de) publics?| publics?)?(?! (?:de sante|a domicile|technique))",
        unless=r"maison (?:de |des )?france ?services?|maison des services france",
    ),
    Family(
        "MUNI",
        "mai com vil ca agg mun hot ser",
        r"maire|mairies?(?: annexes?)?|hotel de ville|^(?:la )?ville (?:de|d|du|des)(?= )"
        r"|communautes? (?:d |de l )?(?:agglo\w*|urbaine)|agglo|^agglomeration|ca d(?= )|^ca (?=d|de|du)"
        r"|municipalites?|^communes? \w+|^commune$|^ville$"
        r"|services? municip\w+",
        unless=r"(?:place|rue|square|face a|avenue|cour|salle|secretaire|pole social|derriere|parking|ancienne)"
        r" (?:de )?(?:la |l )?(?:mairie|hotel de ville)|espaces? numeriques? ville|centre ville",
    ),
    Family(
        "OACAS",
        "oac com acc",
        r"oacas|communaute emmaus|accueil communautaire et d activites? solidaires?",
    ),
    Family(
        "OF",
        "of org gre cen ctr inf mai mfr cfa",
        rf"organismes? (?:de )?formations?|greta|{_CENTRE} (?:de |d )?formations?(?! et d information)|infrep|mfr|cfa|{_MAISON} familiales? (?:et )?rura\w+",
    ),
    Family(
        "PAD",
        "poi acc pad mjd mai cda",
        r"pad|acces aux? droits?|point[s]? (?:d acces au |justice)|maison de (?:la )?justice(?: et du droit)?|mjd|cdad",
    ),
    Family(
        "PENSION",
        "pen mai",
        r"pensions? de familles?|maisons? relais(?! (?:de |du )?(?:service|emploi))",
    ),
    Family(
        "PI", "poi pi", r"points? (?:d )?info(?:rmation)?s?(?! +(?:jeunes|jeunesse|mediation$))"
    ),
    Family(
        "PIJ_BIJ",
        "pij bij cij cid cri esp poi inf loc acc ser",
        rf"pij|bij|crij|cij|cidj|(?:points?|bureaux?|{_CENTRE}|espaces?|structure|relais|maison)? ?"
        r"(?:regional |departemental |d )*info(?:rmation)?s? (?:de la )?jeun\w+"
        r"|espaces? (?:info )?(?:des |de |pour les )?jeun\w+|(?:local|accueil|service) jeunes",
    ),
    Family(
        "PIMMS", "pim poi inf", r"pimm ?s|(?:point )?info(?:rmation)? mediation multi ?services?"
    ),
    Family("PJJ", "pjj pro dir dtp", r"pjj|protection judiciaire (?:de la )?jeunesse|dtpjj"),
    Family("PLIE", "pli pla", r"plie|plans? loca\w+ (?:\w+ )?(?:[ld] )?insertion\w*"),
    Family(
        "PREF",
        "pre sou",
        r"prefectures?|sous ?prefectures?",
        unless=r"(?:place|rue|boulevard|face a) (?:de )?la prefecture",
    ),
    Family(
        "PREVENTION",
        "pre clu ser",
        r"prevention specialisee|(?:club|service) (?:de )?prevention",
    ),
    Family(
        "REG",
        "reg con hot",
        r"^region$|conseils? regiona\w+|^region \w+|hotel de region|conseil reg",
    ),
    Family("RELAIS_LECTURE", "rel poi", r"(?:relais|points?) (?:de )?lectures?"),
    Family("RESSOURCERIE", "res rec", r"ress?ourceries?|recycleries?"),
    Family(
        "RFS",
        "fra mfs efs fs mai rfs esp lab",
        r"france ?-?services?|frances services?|mfs|efs|rfs|francesservices?",
    ),
    Family(
        "RS_FJT",
        "fjt foy res rs hab",
        r"fjt|foyers? (?:des? |pour )?(?:les )?jeunes? travailleurs?|residences? sociales?"
        r"|residences? (?:des? |pour )?(?:les )?jeunes? travailleurs?|habitat jeunes?",
    ),
    Family("SCP", "scp ser", r"scp(?= prevention)|services et clubs de prevention"),
    Family("SPIP", "spi ser", r"spip|services? penitentiaires? d insertion\w*"),
    Family(
        "TIERS_LIEUX",
        "tie cow co esp tel hub",
        r"tiers? ?lieux?|co ?working|tiers? lieu|espace (?:de )?travail partage|teletravail|telecentre",
    ),
    Family(
        "UDAF",
        "uda uni",
        r"udaf|union dep\w* (?:des |d )?(?:associations|aides?)(?: aux)? famil\w*",
    ),
)


def _compiled(family: Family) -> tuple[str, re.Pattern[str], re.Pattern[str] | None]:
    wanted = re.compile(rf"\b(?:{family.pattern})(?![a-z0-9])", re.ASCII)
    unless = re.compile(rf"\b(?:{family.unless})(?![a-z0-9])", re.ASCII) if family.unless else None
    return family.code, wanted, unless


_COMPILED = tuple(_compiled(family) for family in FAMILIES)
_RANKS = {entry.value: rank for rank, entry in enumerate(VOCABULARIES["typologie"])}


def _calls() -> dict[str, tuple[int, ...]]:
    table: dict[str, list[int]] = {}
    for rank, family in enumerate(FAMILIES):
        for call in family.calls.split():
            table.setdefault(call[:CALL_LENGTH], []).append(rank)
    return {call: tuple(ranks) for call, ranks in table.items()}


_CALLS = _calls()


@lru_cache(maxsize=16384)
def typologies_of_name(nom: str) -> tuple[str, ...]:
    """Codes that a name tells, in the order of the standard; () when it tells none."""
    name = plain_name(nom[:NOM_MAX_LENGTH])
    if not name:
        return ()
    if (alone := name.replace(" ", "_").upper()) in _RANKS:
        return (alone,)
    ranks: set[int] = set()
    for word in name.split():
        for length in range(1, CALL_LENGTH + 1):
            ranks.update(_CALLS.get(word[:length], ()))
    found = []
    for rank in ranks:
        code, wanted, unless = _COMPILED[rank]
        if wanted.search(name) and not (unless and unless.search(name)):
            found.append(code)
    return in_order(_settled(found, name))


def _settled(codes: list[str], name: str) -> list[str]:
    """Codes that another one makes wrong or useless are left out."""
    found = set(codes)
    for stronger, weaker in _STRONGER.items():
        if stronger in found:
            found -= weaker
    if "EI" in found and _names_a_person(name):
        found.discard("EI")
    return list(found)


# « Van numérique de la CC » is a bus, not a town hall; « point information jeunesse » is one thing.
_STRONGER: dict[str, frozenset[str]] = {
    "ENM": frozenset({"CC", "EPN", "MUNI", "EPCI"}),
    "PIJ_BIJ": frozenset({"PI"}),
    "MJC": frozenset({"EVS", "PIJ_BIJ"}),
    "MDH": frozenset({"MJC", "PIJ_BIJ"}),
    "CMS": frozenset({"CS"}),
    "MDPH": frozenset({"DEPT", "CD"}),
    "MDS": frozenset({"DEPT"}),
    "CDAS": frozenset({"DEPT", "MDS"}),
    "CD": frozenset({"DEPT"}),
    "HUDA": frozenset({"CHU"}),
    "ESS": frozenset({"CS"}),
    "PREF": frozenset({"EPN"}),
    "CITMET": frozenset({"PIJ_BIJ"}),
    "RS_FJT": frozenset({"CS"}),
    "EPIDE": frozenset({"EPI"}),
    "MDEF": frozenset({"MDE"}),
    "OACAS": frozenset({"ASSO"}),
    "UDAF": frozenset({"ASSO"}),
    "GEIQ": frozenset({"ASSO"}),
}


def _names_a_person(name: str) -> bool:
    """« EI Girard Hervé »: EI is then a sole trader (entreprise individuelle)."""
    return any(word in FIRST_NAMES for word in name.split()[1:4])


def in_order(codes: Iterable[str]) -> tuple[str, ...]:
    """Codes of the standard, each once, in its order; unknown ones are left out."""
    return tuple(sorted({code for code in codes if code in _RANKS}, key=lambda code: _RANKS[code]))


def read_typologie(values: Iterable[str], *, notes: Notes) -> list[str]:
    """Codes of declared values (code, label or slug); unknown ones are named and left."""
    found: list[str] = []
    for value in values:
        try:
            code = code_for(field="typologie", value=value)
        except UnknownValue:
            notes.warn("typologie", f"« {value[:60]} » n’est pas une typologie : laissé de côté.")
            continue
        found.append(next(e.value for e in VOCABULARIES["typologie"] if e.code == code))
    return found
