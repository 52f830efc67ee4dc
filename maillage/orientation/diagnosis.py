"""The short diagnosis: ten plain questions, then a profile in words and the help that fits.

Three minutes, for a person or for an agent at a reception desk. Nothing is stored, nothing is
scored: each answer adds its own sentence and its own help, and an answer left out adds nothing.

What is asked follows what public work looks at before helping somebody: equipment and connection,
uses, reading and writing, confidence and help around (Pix and ABC Diag with the ANCT; the ANLCI;
Emmaüs Connect and WeTechCare, whose three situations, « proches de l'autonomie », « débutants »
and « exclus », are never named here; Credoc's « Baromètre du numérique » for reasons of giving
up). The words are this project's own.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Effect:
    """What an answer means. `says`: a sentence of the profile; `helps`: the help that fits, most
    useful first; `services`, `ways` (modalites_accompagnement), `care`
    (prise_en_charge_specifique): codes of directory/vocabularies.py; `wants_mandat`: somebody
    must act in the person's place; `is_urgent`: it cannot wait."""

    says: str | Promise = ""
    helps: tuple[str | Promise, ...] = ()
    services: frozenset[str] = frozenset()
    ways: frozenset[str] = frozenset()
    care: frozenset[str] = frozenset()
    wants_mandat: bool = False
    is_urgent: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """`code` goes in addresses; `label` is what is read."""

    code: str
    label: str | Promise
    effect: Effect = Effect()


@dataclass(frozen=True, slots=True)
class Question:
    """`hint`: a sentence that helps to answer, or empty."""

    key: str
    label: str | Promise
    hint: str | Promise
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """What the answers say, in words. Codes as in Effect; `language`: a code of « langues »,
    empty for French or when another language is not named; `answered`: how many were."""

    title: str | Promise
    words: tuple[str | Promise, ...]
    helps: tuple[str | Promise, ...]
    services: frozenset[str]
    ways: frozenset[str]
    care: frozenset[str]
    wants_mandat: bool
    is_urgent: bool
    language: str
    answered: int


_MOST_HELPS = 5

_LEND = _("Un lieu avec des ordinateurs, internet et une imprimante en libre accès.")
_CHEAP = _("Un ordinateur ou un téléphone remis en état, à petit prix.")
_ONE_TO_ONE = _("Une personne rien que pour vous, qui prend le temps.")
_WORKSHOP = _("Un atelier en petit groupe, au rythme de chacun.")
_FORM_HELP = _("Une aide pour remplir vos papiers avec vous, jamais sans vous.")
_MANDATE = _(
    "Un lieu Aidants Connect : une personne habilitée fait la démarche à votre place, "
    "avec votre accord signé."
)
_READER = _("Quelqu’un qui lit le courrier avec vous et l’explique simplement.")
_REMOTE = _("Une aide par téléphone ou en visio, sans vous déplacer.")
_TODAY = _("Appelez d’abord l’organisme pour demander un délai, puis venez avec le papier.")


def _one(code: str) -> frozenset[str]:
    return frozenset({code})


QUESTIONS: tuple[Question, ...] = (
    Question(
        "but",
        _("Pour quoi voulez-vous de l’aide ?"),
        _("Choisissez ce qui compte le plus aujourd’hui."),
        (
            Answer(
                "papiers",
                _("Une démarche, un papier, un compte d’administration"),
                Effect(
                    _("Vous avez une démarche à faire."),
                    (_FORM_HELP,),
                    services=_one("demarches"),
                ),
            ),
            Answer(
                "appareil",
                _("Me servir d’un téléphone, d’un ordinateur, d’internet"),
                Effect(
                    _("Vous voulez être plus à l’aise avec vos appareils."),
                    services=_one("outils"),
                ),
            ),
            Answer(
                "travail",
                _("Chercher un travail ou une formation"),
                Effect(
                    _("Vous cherchez un travail ou une formation."),
                    (_("Une aide pour le CV et les candidatures en ligne."),),
                    services=_one("emploi"),
                ),
            ),
            Answer(
                "peur",
                _("Me protéger, ou réparer une arnaque"),
                Effect(
                    _("Vous voulez vous protéger sur internet."),
                    (_("Un conseil sur les arnaques et les mots de passe."),),
                    services=_one("securite"),
                ),
            ),
        ),
    ),
    Question(
        "appareil",
        _("Qu’avez-vous chez vous pour aller sur internet ?"),
        "",
        (
            Answer(
                "ordinateur",
                _("Un ordinateur ou une tablette"),
                Effect(_("Vous avez un ordinateur ou une tablette.")),
            ),
            Answer(
                "telephone",
                _("Seulement un téléphone"),
                Effect(
                    _("Vous faites tout avec un téléphone ; un grand écran aide pour les papiers."),
                    (_LEND,),
                    services=_one("acces-internet"),
                ),
            ),
            Answer(
                "rien",
                _("Rien, ou un appareil en panne"),
                Effect(
                    _("Vous n’avez pas d’appareil qui marche."),
                    (_LEND, _CHEAP),
                    services=frozenset({"acces-internet", "materiel-solidaire"}),
                ),
            ),
        ),
    ),
    Question(
        "connexion",
        _("Avez-vous internet chez vous ?"),
        "",
        (
            Answer("oui", _("Oui, cela marche bien")),
            Answer(
                "peu",
                _("Un peu : cela coupe, ou le forfait est vite fini"),
                Effect(
                    _("Votre connexion ne suffit pas toujours."),
                    (_LEND,),
                    services=_one("acces-internet"),
                ),
            ),
            Answer(
                "non",
                _("Non"),
                Effect(
                    _("Vous n’avez pas internet à la maison."),
                    (_LEND,),
                    services=_one("acces-internet"),
                ),
            ),
        ),
    ),
    Question(
        "message",
        _("Envoyer un SMS ou un e-mail, c’est comment pour vous ?"),
        "",
        (
            Answer(
                "seul",
                _("Je le fais sans aide"),
                Effect(_("Vous savez envoyer des messages.")),
            ),
            Answer(
                "sms",
                _("Les SMS oui, les e-mails non"),
                Effect(
                    _("Vous envoyez des SMS ; l’e-mail reste à apprivoiser."),
                    (_WORKSHOP,),
                    services=_one("outils"),
                ),
            ),
            Answer(
                "aide",
                _("On le fait pour moi"),
                Effect(
                    _("Quelqu’un écrit pour vous les messages."),
                    (_ONE_TO_ONE,),
                    services=_one("outils"),
                    ways=_one("individuel"),
                ),
            ),
        ),
    ),
    Question(
        "formulaire",
        _("Remplir un papier sur internet, c’est comment pour vous ?"),
        _("Par exemple la déclaration d’impôts, ou une demande à la Caf."),
        (
            Answer(
                "seul",
                _("Je le fais, je peux me tromper"),
                Effect(_("Vous savez remplir un papier en ligne.")),
            ),
            Answer(
                "accompagne",
                _("J’y arrive si quelqu’un est à côté"),
                Effect(
                    _("Avec quelqu’un à côté de vous, vous y arrivez."),
                    (_FORM_HELP,),
                    services=_one("demarches"),
                    ways=_one("individuel"),
                ),
            ),
            Answer(
                "bloque",
                _("Je n’y arrive pas, ou je n’ose pas"),
                Effect(
                    _("Les papiers en ligne vous bloquent ; c’est le cas de beaucoup de gens."),
                    (_FORM_HELP, _ONE_TO_ONE),
                    services=_one("demarches"),
                    ways=_one("individuel"),
                ),
            ),
        ),
    ),
    Question(
        "gene",
        _("Qu’est-ce qui vous gêne le plus ?"),
        _("Dire ce qui gêne aide à trouver la bonne personne."),
        (
            Answer(
                "lire",
                _("Lire ou écrire"),
                Effect(
                    _("Lire ou écrire vous demande un effort."),
                    (_READER,),
                    ways=_one("individuel"),
                    care=_one("illettrisme"),
                ),
            ),
            Answer(
                "voir",
                _("Voir l’écran"),
                Effect(
                    _("Voir l’écran vous est difficile."),
                    (_("Un lieu qui sait agrandir les lettres ou faire lire l’écran."),),
                    care=_one("deficience-visuelle"),
                ),
            ),
            Answer(
                "entendre",
                _("Entendre"),
                Effect(
                    _("Entendre vous est difficile."),
                    (_("Un lieu qui sait accueillir les personnes sourdes ou malentendantes."),),
                    care=_one("surdite"),
                ),
            ),
            Answer(
                "mains",
                _("Mes mains, ou me déplacer"),
                Effect(
                    _("Utiliser vos mains ou vous déplacer vous est difficile."),
                    (_REMOTE,),
                    ways=_one("distance"),
                    care=_one("handicaps-moteurs"),
                ),
            ),
            Answer(
                "confiance",
                _("La peur de me tromper"),
                Effect(
                    _("Vous avez peur de vous tromper. On peut essayer sans rien casser."),
                    (_ONE_TO_ONE, _WORKSHOP),
                    ways=_one("individuel"),
                ),
            ),
            Answer(
                "rien",
                _("Rien de cela"),
            ),
        ),
    ),
    Question(
        "entourage",
        _("Quelqu’un peut-il vous aider chez vous ?"),
        "",
        (
            Answer("souvent", _("Oui, souvent"), Effect(_("Un proche peut vous aider."))),
            Answer(
                "parfois",
                _("Parfois, mais cela me gêne de demander"),
                Effect(_("Vous avez de l’aide, sans vouloir toujours la demander.")),
            ),
            Answer(
                "non",
                _("Non, je suis seul"),
                Effect(
                    _("Vous n’avez personne près de vous pour cela."),
                    (_ONE_TO_ONE,),
                    ways=_one("individuel"),
                ),
            ),
        ),
    ),
    Question(
        "souhait",
        _("Qu’aimeriez-vous ?"),
        _("Les trois sont possibles, et vous pourrez changer d’avis."),
        (
            Answer(
                "apprendre",
                _("Apprendre à le faire"),
                Effect(
                    _("Vous voulez apprendre."),
                    (_WORKSHOP,),
                    services=_one("outils"),
                    ways=_one("atelier"),
                ),
            ),
            Answer(
                "ensemble",
                _("Le faire avec quelqu’un"),
                Effect(
                    _("Vous voulez le faire avec quelqu’un."),
                    (_ONE_TO_ONE,),
                    ways=_one("individuel"),
                ),
            ),
            Answer(
                "place",
                _("Qu’on le fasse à ma place"),
                Effect(
                    _("Vous préférez qu’une personne de confiance le fasse pour vous."),
                    (_MANDATE,),
                    services=_one("demarches"),
                    ways=_one("individuel"),
                    wants_mandat=True,
                ),
            ),
        ),
    ),
    Question(
        "date",
        _("Y a-t-il une date à ne pas manquer ?"),
        "",
        (
            Answer(
                "jours",
                _("Oui, dans les jours qui viennent"),
                Effect(
                    _("Une date approche : c’est par là qu’il faut commencer."),
                    (_TODAY,),
                    is_urgent=True,
                ),
            ),
            Answer("mois", _("Oui, plus tard"), Effect(_("Une date viendra, vous avez du temps."))),
            Answer("non", _("Non")),
        ),
    ),
    Question(
        "langue",
        _("Dans quelle langue est-ce le plus facile ?"),
        "",
        (
            Answer("francais", _("En français")),
            Answer(
                "anglais",
                _("En anglais"),
                Effect(
                    _("Parler anglais est plus facile pour vous."),
                    (_("Un lieu où l’on parle anglais."),),
                    care=_one("anglais"),
                    language="en",
                ),
            ),
            Answer(
                "autre",
                _("Dans une autre langue"),
                Effect(
                    _("Parler une autre langue que le français est plus facile pour vous."),
                    (_("Un lieu où l’on parle d’autres langues."),),
                    care=_one("autres-langues"),
                ),
            ),
        ),
    ),
)
"""In the order to ask: what for comes first, so that the rest has a meaning."""

_EFFECTS: dict[str, dict[str, Effect]] = {
    question.key: {answer.code: answer.effect for answer in question.answers}
    for question in QUESTIONS
}


def profile_of(answers: Mapping[str, str]) -> Profile:
    """The profile of some answers: question key → answer code. Unknown ones are left out."""
    known = {
        question.key: answers[question.key]
        for question in QUESTIONS
        if answers.get(question.key, "") in _EFFECTS[question.key]
    }
    effects = [_EFFECTS[key][code] for key, code in known.items()]
    is_urgent = any(effect.is_urgent for effect in effects)
    wants_mandat = any(effect.wants_mandat for effect in effects)
    # What cannot wait, then what the person wishes, come before the rest.
    weighed = sorted(effects, key=lambda effect: (not effect.is_urgent, not effect.wants_mandat))
    helps = dict.fromkeys(help_ for effect in weighed for help_ in effect.helps)
    return Profile(
        title=_title(known, is_urgent=is_urgent, wants_mandat=wants_mandat),
        words=tuple(effect.says for effect in effects if effect.says),
        helps=tuple(helps)[:_MOST_HELPS],
        services=frozenset().union(*(effect.services for effect in effects)),
        ways=_ways(known, effects),
        care=frozenset().union(*(effect.care for effect in effects)),
        wants_mandat=wants_mandat,
        is_urgent=is_urgent,
        language=next((effect.language for effect in effects if effect.language), ""),
        answered=len(known),
    )


def _ways(known: Mapping[str, str], effects: list[Effect]) -> frozenset[str]:
    """The wish decides between a workshop and one person; the rest only when nothing is wished,
    except help from home, which a body may need whatever is wished."""
    ways: frozenset[str] = frozenset().union(*(effect.ways for effect in effects))
    if "souhait" in known:
        return _EFFECTS["souhait"][known["souhait"]].ways | (ways & {"distance"})
    return ways


def _title(known: Mapping[str, str], *, is_urgent: bool, wants_mandat: bool) -> str | Promise:
    """One sentence that says what to look for first; never a level."""
    wish, form = known.get("souhait"), known.get("formulaire")
    alone = known.get("appareil") == "rien" or known.get("connexion") in {"non", "peu"}
    titles = (
        (not known, _("Répondez aux questions que vous voulez.")),
        (is_urgent, _("D’abord ce qui presse, puis le reste.")),
        (wants_mandat, _("Une personne de confiance pour agir avec votre accord.")),
        (wish == "apprendre", _("Un lieu pour apprendre, à votre rythme.")),
        (
            wish == "ensemble" or form in {"accompagne", "bloque"},
            _("Quelqu’un à côté de vous, le temps qu’il faut."),
        ),
        (alone, _("D’abord un endroit avec un appareil et internet.")),
    )
    other = _("Un lieu près de chez vous, pour ce que vous voulez faire.")
    return next((title for fits, title in titles if fits), other)
