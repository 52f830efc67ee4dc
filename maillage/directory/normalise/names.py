"""Names of places, made readable: capitals, quotes, legal forms.

« MEDIATHEQUE MUNICIPALE DE ST-AVIT (SAS) » → « Médiathèque municipale de St-Avit ». Words that
are known acronyms keep their capitals; an unknown word of a name that is not all capitals is
left as somebody wrote it.
"""

import re
import unicodedata
from functools import lru_cache

from maillage.directory.normalise.notes import Notes
from maillage.directory.normalise.text import tidy_line, word_list, word_set

_ACRONYMS = word_set(
    """
    aapil acep acse adapei adie adil adimc adoma adsea afad afodil afpa afpp agefiph aidaphi
    aijam alsh amap anct anpe apajh apf arnia aselqo asept aser asso atd avl bge bij bp btp
    caarud cada caf carsat cavl cbe cc ccamp ccas cci cco ccsp cdad cdc cdg cdos ceas cecss
    cej cerpe cfa cfp cfppa cgos chrs chu cias cidff cij cio cip clae clic cllaj cma cmp cms
    cnam cnfpt cnfs cnrs cpam cph cpie cpts crefad creps crfp crij criq cs csapa csc cse csf
    csx cuma ddets ddfip ddt deets dgfip drac dreets drh dtpjj e2c ea ecam edf efs ehpad enm
    ensam eolis epci epe epi epide epn erea erp esat ess esv etti evs fac fcpe fjt fle fnac
    fol fr frmjc ft gaec geiq gem geph gip grdf greta gretia gsi hcl hlm huda iae iddej idef
    ifac ifpek ifsi ijj ime imt infrep insee inserm insp iut ja kpi lcl lec llc lpo mab maif
    mam mda mde mdef mdph mds mfr mfs mgen mjc mjd ml mpe mpt mq msa msap msd mutac nmm oacas
    ocad odarpa of opac opah opcs orpadam pad paej pam pcb pcrs pdip pdn petr pi pij pimms pj
    pjj plie pmi pmn pms pnr pta qpv ram reaap rer rfs rpe rsa rsp sacem sad saj samsah sas
    scic scop scp sdis sdsei sedap seij sessad siaap siae siao sias siel sig sij sipfpro sirp
    sivom sivos smac spip ssiad tpe tpme uatl ubo ucem udaf ufcv ulis umih una unaf urssaf
    usap utas utl uto uts vvf wifi zac ze zi zup
    """
)
_MIXED = {"iki": "iKi", "fablab": "FabLab", "coworking": "Coworking", "wifi": "WiFi"}
_SMALL = word_set(
    """
    a au aux avec chez d dans de des du en entre et l la le les lez lès ou par pour près qu
    sans sous sur un une s
    """
)
_SMALL_WORDS = _SMALL | {"pres"}
_ELISION = re.compile(r"(?:^|[\s(\-])(?:[dlsj]|qu)['’]$", re.IGNORECASE)
_BEFORE_SMALL = re.compile(r"-(?:aux?|la|les?|sur|sous|en|de|du|des)-", re.IGNORECASE)
# Words said of a place, without their accents: as they are written within a name.
_GENERIC = {
    unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode(): word
    for word in word_list(
        """
        accès accompagnement accueil action actions adjointe administratif administrative
        adultes agence agglomération agricole agriculture aide aînés animation annexe
        antenne application apprentissage artisanat asile associatif associations
        associative atelier ateliers bibliothèque bureau caisse cantonale centre chambre
        cité citoyenneté club collège commerce communal communale communauté commune
        communes compagnons conseil culture culturel culturelle cyberbase déléguée
        demandeurs départemental départementale département direction droits école écoles
        économie éducation église emploi enfance enseignement entraide épicerie espace
        espaces établissement familial familiale familiales familles fédération femmes fêtes
        formation foyer général gestion groupement habitat handicap handicapées hébergement
        information informatique initiative insertion intercommunal intercommunale
        interdépartementale internet itinérant itinérante jeunes jeunesse justice laïque
        lecture ligue local locale logement loisirs mairie maison métropole participative
        prêt proximité maladie médiathèque médiation médico-social mission mobile municipal
        municipale multimédia multiservices mutualité numérique numériques parentalité
        permanence personnes pluriel point pôle polyvalente populaire postale préfecture
        prévention primaire professionnelle public publics publique quartier quartiers
        recyclerie régional régionale relais réseau résidence ressourcerie rural rurale
        rurales rural salle santé secours secteur section service services social sociale
        sociaux socioculturel socioculturelle solidaire solidarité solidarités
        sous-préfecture sport syndicat technique temporaire territoire territoriale
        tiers-lieu travail travailleurs union urbaine vie ville villes
        """
    )
}
# Proper words whose accents are sure.
_PROPER = {
    unicodedata.normalize("NFKD", word.lower()).encode("ascii", "ignore").decode(): word
    for word in word_list(
        """
        Orléans Orléanais Châteauroux Châteaudun Vendôme Vendômois Blésois Château Châtillon
        Châtelet Évry Étienne Rémy Rémi Genève Sébastien Société Éluard Énergie Île
        Berrichon Sully Loire Beauce Pithiverais Gâtinais Vallée Vallées Créole Créole André
        François Françoise Frédéric Hélène Irène Joliot-Curie Jérôme Léo Léon Mélusine Noël
        Péguy Péri René Thérèse Bléré Écueillé Montrésor Levroux Préaux Selles-sur-Cher
        Romorantin Méry Méreau Éguzon Nérondes Dunois Pôle Français Abbé Grégoire Forêt
        Asnières Valençay Graçay Lignières Léré Neuillé Yèvre Châteauvieux Châteauneuf
        Châteaurenard Bastié Élan Mézières Fréteval Loches
        """
    )
} | {"coeur": "Cœur", "soeur": "Sœur", "oeuvre": "Œuvre", "oeuvres": "Œuvres"}
_LEGAL = (
    r"(?:s\.?a\.?r\.?l|s\.?a\.?s\.?u?|e\.?u\.?r\.?l|s\.?c\.?i|s\.?n\.?c|s\.?e\.?l\.?a\.?r\.?l)\.?"
)
_LEGAL_ASIDE = re.compile(
    rf"\s*[(\[]\s*(?:{_LEGAL}|association(?: loi (?:de )?1901)?|loi 1901)\s*[)\]]", re.IGNORECASE
)
_LEGAL_END = re.compile(r"(?<=\w)\s*[-,]?\s+(?:SARL|SASU?|EURL|SCI|SNC|SELARL)$")
_LEGAL_START = re.compile(r"^(?:SARL|SASU|EURL|SCI|SNC|SELARL)\s+[-:]?\s*(?=\w)")
_WORD = re.compile(r"[^\W\d_]+(?:\.[^\W\d_])*")
_LETTERS = re.compile(r"[^\W\d_]")
_INITIALS = re.compile(r"(?:[A-Z]\.){2,}[A-Z]?")
_ROMAN = re.compile(r"[IVX]{2,6}")
_VOWEL = re.compile(r"[AEIOUYÀ-ÖØ-Ý]")
_SEGMENT_START = re.compile(r"(?:^|[-–—:/|(]\s|[(«\"“/:|]\s*)$")
_AS_KNOWN = re.compile(r"\b(?:France services|la Poste)\b")
_RUN = re.compile(r"(?<![\w@])[A-ZÀ-ÖØ-Þ]{2,}(?:[ '’-]+[A-ZÀ-ÖØ-Þ]+(?![\w@.'’]))+")
SHOUTED_SHARE = 0.8
SHORT_LENGTH = 6
RUN_LENGTH = 8
NAME_LENGTH = 300
_SMALL_ACCENTS = {"pres": "près"}


def read_nom(text: str, *, notes: Notes) -> str:
    """A readable name; never empty when the text is not."""
    readable = _readable(text)
    if readable != text and readable != tidy_line(text):
        notes.repair(
            "nom", "Nom récrit (capitales, guillemets ou forme juridique).", text, readable
        )
    return readable


@lru_cache(maxsize=8192)
def _readable(text: str) -> str:
    tidied = tidy_line(text)
    if len(tidied) > NAME_LENGTH:
        return tidied
    name = _without_legal_form(_without_stray_quotes(tidied))
    name = _recased(name.strip(" ,;:-–—_/|"))
    return name or tidied


def _without_stray_quotes(text: str) -> str:
    if text.count('"') % 2:
        text = text.replace('"', "", 1) if text.startswith('"') else text.replace('"', " ")
    if len(text) > 2 and text[0] == text[-1] and text[0] in "\"'" and text.count(text[0]) == 2:
        text = text[1:-1]
    if "(" in text and ")" not in text and text.endswith("("):
        text = text[:-1]
    return " ".join(text.replace("''", "'").split(" ")).replace("  ", " ").strip()


def _without_legal_form(text: str) -> str:
    kept = _LEGAL_ASIDE.sub("", text)
    kept = _LEGAL_START.sub("", _LEGAL_END.sub("", kept)).strip()
    return kept or text


def _recased(text: str) -> str:
    letters = _LETTERS.findall(text)
    upper = sum(letter.isupper() for letter in letters)
    words = _WORD.findall(text)
    is_shouted = (
        len(letters) > 3
        and upper > SHOUTED_SHARE * len(letters)
        and any(not _is_acronym(word, is_shouted=True) for word in words if len(word) > 2)
    )
    if is_shouted and len(words) == 1 and len(words[0]) <= SHORT_LENGTH:
        return text  # a name of its own, most often made of initials
    if not is_shouted:
        # « commune de BELLEVILLE SUR LOIRE »: only the words in capitals that stand together.
        text = _RUN.sub(_shouted_run, text)
    if not is_shouted and not any(_is_loud_word(word) for word in words):
        return _capitalised(text)
    recased = _WORD.sub(lambda found: _word(found, is_shouted=is_shouted), text)
    return _capitalised(_AS_KNOWN.sub(lambda found: found[0].title(), recased))


def _shouted_run(run: re.Match[str]) -> str:
    words = _WORD.findall(run[0])
    if sum(map(len, words)) < RUN_LENGTH or all(_is_acronym(w, is_shouted=True) for w in words):
        return run[0]
    recased = _WORD.sub(lambda found: _word(found, is_shouted=True), run[0])
    is_first = bool(_SEGMENT_START.search(run.string[: run.start()]))
    return (
        recased
        if is_first or _folded(words[0]) not in _GENERIC
        else recased[0].lower() + recased[1:]
    )


def _is_loud_word(word: str) -> bool:
    """A known word in capitals, in a name that is not all capitals."""
    return len(word) > 3 and word.isupper() and _folded(word) in _GENERIC


def _word(found: re.Match[str], *, is_shouted: bool) -> str:  # noqa: PLR0911
    word = found[0]
    if not word.isupper() or (not is_shouted and not _is_loud_word(word)):
        return word
    text, start, end = found.string, found.start(), found.end()
    around = text[start - 1 : start] + text[end : end + 1]
    if "@" in around or any(sign.isdigit() for sign in around):
        return word
    if _is_acronym(word, is_shouted=is_shouted):
        return _MIXED.get(word.lower(), word)
    if text[start - 1 : start] in {"(", ")"} and text[start - 2 : start - 1].strip():
        return word.lower()  # « PLURIEL(LE)S »
    if text[start - 1 : start] in {"'", "’"} and not _ELISION.search(text[:start]):
        return word.lower()  # « COWORK'IN »
    is_first = bool(_SEGMENT_START.search(text[:start]))
    folded = _folded(word)
    if folded in _SMALL_WORDS and not is_first and len(text) > end:
        return (
            "à"
            if folded == "a" and text[start - 1 : end + 1] == " A "
            else _SMALL_ACCENTS.get(folded, word.lower())
        )
    if folded in _GENERIC and not _BEFORE_SMALL.match(text, end):
        generic = _GENERIC[folded]
        follows_hyphen = text[start - 1 : start] == "-" and text[start - 2 : start - 1].strip()
        return generic if not is_first or follows_hyphen else generic.capitalize()
    return _PROPER.get(folded) or word.capitalize()


def _is_acronym(word: str, *, is_shouted: bool) -> bool:
    if not word.isupper():
        return False
    lowered = word.lower()
    if lowered in _SMALL:
        return False
    if lowered in _ACRONYMS or lowered in _MIXED or _INITIALS.fullmatch(word):
        return True
    if _ROMAN.fullmatch(word):
        return True
    # No vowel, or in a calm name any short word in capitals.
    return (not _VOWEL.search(word) and word not in {"ST", "STE"}) or (
        not is_shouted and len(word) < 4
    )


def _capitalised(text: str) -> str:
    first = _WORD.match(text)
    if (
        first
        and len(first[0]) > 1
        and first[0].islower()
        and text[first.end() : first.end() + 1] not in {"@", "."}
    ):
        return f"{text[0].upper()}{text[1:]}"
    return text


@lru_cache(maxsize=4096)
def _folded(word: str) -> str:
    return unicodedata.normalize("NFKD", word.lower()).encode("ascii", "ignore").decode()
