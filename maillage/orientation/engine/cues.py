"""What rules find surer than a trained model: ages, moments, price, ways of being helped."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from maillage.orientation.engine import labels as L
from maillage.orientation.engine.reading import Reading
from maillage.orientation.engine.need import Value

_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_DAY_WORDS = {
    day: {day, *others.split()}
    for day, others in zip(
        _DAYS,
        (
            "lundis lindi lundit monday mondays lunes pazartesi понеділок понедельник الاثنين اثنين ltnin",
            "mardis tuesday tuesdays martes sali вівторок вторник ثلاثاء tlata",
            "mercredis mercredit mercedi merkredi mercredy wednesday wednesdays miercoles carsamba среду "
            "среда середу середа اربعاء larb3a",
            "jeudis jeuid jeudit geudi jedi thursday thursdays jueves persembe четвер четверг خميس lkhmis",
            "vendredis vandredi vendredit vendredy friday fridays viernes cuma пятницу пятница "
            "п'ятницю جمعه jem3a",
            "samedis samdi samedit saturday saturdays sabado cumartesi субботу суббота суботу سبت sebt",
            "dimanches dimanch dimanshe sunday sundays domingo pazar воскресенье неділю احد lhad",
        ),
        strict=True,
    )
}
_DAY_OF = {word: day for day, words in _DAY_WORDS.items() for word in words}

# A deadline or a story, not a wish: « avant vendredi », « samedi dernier », « depuis lundi ».
_NOT_A_WISH_BEFORE = re.compile(
    r"(?:avant|avan|d ici|pour|jusqu a|jusque|depuis|depui|depuit|dpui|hier|apres|before|until|since|"
    r"antes|antes del|hasta|ate|до|перед|marche du|c est|cest|cé|limite|finit|fini|expire|termine|"
    r"audience|tribunal|ferme|coupe|coupent|coupure|passe|rendez vous|match|dernier|fin|jour)"
    r"(?: (?:le|la|l|ce|au|el|a|minuit|dernier|plus|tard|tous|les|est))* $"
)
_NOT_A_WISH_AFTER = re.compile(
    r"^ (?:dernier|passe|derniere|prochain dernier|j ai (?:recu|paye|donne|clique|eu)|on m a|il m a|"
    r"ils m ont|c est (?:la|le) (?:fin|date)|dernier delai|au plus tard|c est jour)"
)
_MOMENTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "soir",
        re.compile(
            r"(?<= )(?:le soir|ce soir|du soir|en soiree|soiree|un soir|soirs|soir|"
            r"apr(?:es|e|é) (?:1[789]|2[01]) ?(?:h|heures?)|a partir de (?:1[789]|2[01]) ?(?:h|heures?)|"
            r"(?:1[89]|2[01]) ?h(?:eures?)? (?:ou plus|passees|minimum)|apres (?:six|sept|huit) heures du soir|"
            r"apres dix (?:huit|neuf) heures|apres le (?:travail|boulot|taf)|evening|evenings|por la noche|"
            r"a noite|de tarde noche|aksam|вечером|увечері|ввечері|вечора|مساء|في المساء)(?= )"
        ),
    ),
    (
        "apres-midi",
        re.compile(
            r"(?<= )(?:apres midi|apremidi|aprem|apré midi|apre midi|apres mid|aprè midi|aprés midi|"
            r"afternoon|afternoons|por la tarde|a tarde|da tarde|ogleden sonra|после обеда|"
            r"після обіду|بعد الظهر)(?= )"
        ),
    ),
    (
        "midi",
        re.compile(
            r"(?<= )(?:le midi|ce midi|a midi|entre midi(?: et| e)? (?:2|deux)|pause (?:de )?(?:midi|dejeuner)|"
            r"heure du (?:midi|dejeuner|repas)|midi|lunchtime|lunch time|a mediodia|mediodia)(?= )"
        ),
    ),
    (
        "matin",
        re.compile(
            r"(?<= )(?:le matin|un matin|du matin|en matinee|matinee|matins|matin|matine|"
            r"avant (?:8|9|10) ?h(?:eures?)?|morning|mornings|por la manana|de manha|sabah|sabahlari|"
            r"утром|вранці|зранку|صباحا|في الصباح)(?= )"
        ),
    ),
    (
        "week-end",
        re.compile(
            r"(?<= )(?:week end|weekend|weekends|wk end|fin de semana|hafta sonu|выходн\w+|вихідн\w+|"
            r"نهايه اسبوع)(?= )"
        ),
    ),
    (
        "maintenant",
        re.compile(
            r"(?<= )(?:maintenant|tout de suite|tout dsuite|tou de suite|toute suite|tou desuite|"
            r"immediatement|sur le champ|dans l heure|la de suite|de suite|right now|now|ahora mismo|ahora|"
            r"agora mesmo|agora|simdi|hemen|сейчас|зараз|الان|حالا|daba|dès maintenant)(?= )"
        ),
    ),
)
_TODAY = re.compile(
    r"(?<= )(?:ouvert(?:e|s)? (?:aujourd hui|la)|aujourd hui (?:c est )?(?:ouvert|possible)|"
    r"(?:peux|peut|pourrais) (?:je )?(?:venir|passer) aujourd hui|disponible (?:aujourd hui|la))(?= )"
)
_STORY = re.compile(r" (?:jusqu a|jusque|jusqu|jusk a|depuis|depui) (?:maintenant|la)? ?$")
_PAST_BEFORE = re.compile(
    r" (?:hier|avant hier|j ai recu|recu|depuis|ce|chaque|tous les|lundi|mardi|mercredi|jeudi|vendredi)"
    r"(?: (?:au|le))? $"
)
_FREE = re.compile(
    r"(?<= )(?:gratuit(?:e|s|es|ement)?|gratui|gratuie|gratuitemen|gratis|gratos|sans (?:rien )?payer|"
    r"sans rien debourser|sans frais|for free|free of charge|free|ucretsiz|bedava|безкоштовн\w*|"
    r"бесплатн\w*|مجان\w*|gratuitamente|gratuito|gratuita|fabor|batel|pas un sou a depenser)(?= )"
)
_NOT_FREE = re.compile(
    r" (?:essai|pas|n est plus|site|soi disant|iphone|faux|logiciel|cadeau|etait|offre|logiciels) (?:\w+ )?$"
)
_CONDITIONS = re.compile(
    r"(?<= )(?:tarif (?:reduit|solidaire|social)|selon (?:mes |les |nos |ses )?(?:revenus|ressources)|"
    r"gratuit(?:e|s)? (?:pour les|si|sous condition|quand on|au rsa)|quotient familial|"
    r"sous conditions?)(?= )"
)
_PAYING = re.compile(
    r"(?<= )(?:payant(?:e|s)?|(?:je|on|nous) (?:suis pret a |sommes prets a |peux |peut |veux bien |"
    r"paierai|paierais|paye |paie )(?:payer|remunerer|les cours)|contre remuneration|quitte a payer|"
    r"meme payant|moyennant finance|i can pay|puedo pagar)(?= )"
)

_AGE = re.compile(
    r"(?<= )(\d{1,3}) ?(?:ans?|anees?|annees|anos|years?|yo|yasinda|yasindayim|год\w*|лет|років|рок\w*|"
    r"سنه|عام|3am)(?: (?:et demi|passes))?(?= )"
)
_TENS = {
    "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16,
    "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "septante": 70,
    "octante": 80, "huitante": 80, "nonante": 90, "cent": 100, "deux": 2, "trois": 3, "quatre": 4,
    "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9, "un": 1, "une": 1, "et": 0,
}  # fmt: skip
_AGE_IN_WORDS = re.compile(rf"(?<= )((?:(?:{'|'.join(_TENS)}) )+)(?:ans|an)(?= )")
# Years that are no age: « depuis 20 ans », « il y a 30 ans », « pendant trente ans ».
_NOT_AN_AGE_BEFORE = re.compile(
    r" (?:depuis|depui|pendant|pendan|il y a|y a|ya|durant|apres|dans|for|hace|desde|en|tous les|"
    r"fait|encore|carte|contrat|plus de|moins de|bientot|passe|sur|bail de|marie depuis) $"
)
_NOT_AN_AGE_AFTER = re.compile(
    r"^ (?:de (?:mariage|boite|metier|carriere|cotisation|travail|maison|vie|service|chomage|boulot|"
    r"chantier|vignes|fidelite|boutique|retard|bons|usine|silence|credit|tele)|que |qu |apres|plus tard|ago)"
)
_SELF = re.compile(r" (?:j ai|ai|jai|g|agee? de|i am|i m|tengo|tenho|moi|mes) $")


@dataclass(frozen=True, slots=True)
class Sentence:
    """The plain words joined by spaces, one before and one after; `starts`: of each token."""

    text: str
    starts: tuple[int, ...]

    def ranks(self, match: re.Match[str]) -> tuple[int, ...]:
        """The tokens that a match covers."""
        return tuple(
            rank for rank, start in enumerate(self.starts) if match.start() <= start < match.end()
        )


def sentence_of(reading: Reading) -> Sentence:
    starts, at = [], 1
    for token in reading.tokens:
        starts.append(at)
        at += len(token.plain) + 1
    return Sentence(" " + "".join(token.plain + " " for token in reading.tokens), tuple(starts))


@dataclass(frozen=True, slots=True)
class Age:
    years: int
    ranks: tuple[int, ...]
    is_own: bool


def ages_of(sentence: Sentence) -> Iterator[Age]:
    """The ages said, in figures or in words; not how long something has lasted."""
    for pattern in (_AGE, _AGE_IN_WORDS):
        for match in pattern.finditer(sentence.text):
            before, after = sentence.text[: match.start()], sentence.text[match.end() :]
            if _NOT_AN_AGE_BEFORE.search(before) or _NOT_AN_AGE_AFTER.search(after):
                continue
            said = match.group(1)
            years = int(said) if said.strip().isdigit() else _number(said.split())
            if 0 < years <= 110:
                yield Age(years, sentence.ranks(match), bool(_SELF.search(before)))


def _number(words: list[str]) -> int:
    total = 0
    for word in words:
        value = _TENS[word]
        if word == "vingt" and total == 4:
            total = 80
        else:
            total += value
    return total


def publics_by_age(reading: Reading, sentence: Sentence) -> dict[str, tuple[int, ...]]:
    """Public → the ranks of the words that say the age."""
    found: dict[str, tuple[int, ...]] = {}
    students = any(idea.name == "etudiant" for idea in reading.ideas)
    for age in ages_of(sentence):
        if age.years >= 60:
            found[L.SENIORS] = age.ranks
        elif 11 <= age.years <= 25:
            if not students:
                found[L.JEUNES] = age.ranks
        elif age.years < 11:
            found[L.FAMILLES] = age.ranks
    return found


def moment_of(reading: Reading, sentence: Sentence) -> Value | None:
    """When help is wanted; a part of the day passes before « maintenant », a day comes last."""
    day = _day_of(reading, sentence)
    for moment, pattern in _MOMENTS:
        for match in pattern.finditer(sentence.text):
            before = sentence.text[: match.start()]
            if _STORY.search(before) or (moment != "maintenant" and _PAST_BEFORE.search(before)):
                continue
            words = reading.words_at(sentence.ranks(match))
            if moment == "maintenant":
                return day or Value(moment, _now_confidence(match.group()), words)
            if day is not None and moment in {"matin", "apres-midi", "soir", "midi"}:
                return day
            return Value(moment, 0.85, words)
    if day is None and (match := _TODAY.search(sentence.text)):
        return Value("maintenant", 0.7, reading.words_at(sentence.ranks(match)))
    return day


def _now_confidence(words: str) -> float:
    return 0.6 if words in {"maintenant", "now", "ahora", "agora"} else 0.85


def _day_of(reading: Reading, sentence: Sentence) -> Value | None:
    for rank, token in enumerate(reading.tokens):
        day = _DAY_OF.get(token.plain)
        if day is None:
            continue
        before = sentence.text[: sentence.starts[rank]]
        after = sentence.text[sentence.starts[rank] + len(token.plain) :]
        if _NOT_A_WISH_BEFORE.search(before) or _NOT_A_WISH_AFTER.search(after):
            continue
        return Value(day, 0.8, reading.words_at((rank,)))
    return None


def frais_of(reading: Reading, sentence: Sentence) -> Value | None:
    """The price asked for; « pas cher » says nothing of it."""
    for value, pattern in (
        (L.SOUS_CONDITION, _CONDITIONS),
        (L.GRATUIT, _FREE),
        (L.PAYANT, _PAYING),
    ):
        for match in pattern.finditer(sentence.text):
            if value == L.GRATUIT and _NOT_FREE.search(sentence.text[: match.start()]):
                continue
            return Value(value, 0.9, reading.words_at(sentence.ranks(match)))
    return None
