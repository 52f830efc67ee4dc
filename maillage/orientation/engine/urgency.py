"""What cannot wait: a right cut or about to be, money gone or asked, a deadline in days, fraud."""

import re

from maillage.orientation.engine.cues import Sentence

_DAYS = "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
_FEW = r"(?:un|deux|trois|quatre|cinq|six|2|3|4|5|6|24|48|72)"
_PATTERNS: tuple[tuple[str, float, str], ...] = (
    # (what, weight, pattern)
    (
        "échéance",
        1.0,
        rf"(?:avant|avan|d ici|dici|jusqu a|jusque|pour|au plus tard|limite c est|dernier delai)"
        rf" (?:le |la |ce |a )?(?:{_DAYS}|demain|minuit|ce soir|apres demain|la fin de la semaine|"
        r"la fin de semaine|midi)",
    ),
    ("échéance", 1.0, rf"(?:c est|cest|est) (?:pour )?(?:demain|ce soir|apres demain)(?: matin| soir)?"),
    ("échéance", 1.0, rf"dans {_FEW} (?:jours?|jour|heures?|h)"),
    ("échéance", 0.9, rf"(?:plus que|reste|me reste|encore) {_FEW} (?:jours?|heures?)"),
    (
        "échéance",
        0.9,
        r"(?:date limite|dernier jour|dernier delai|delai|echeance|limite)(?: \w+){0,3} (?:demain|ce soir|"
        rf"aujourd hui|{_DAYS}|minuit|depasse|passe)",
    ),
    ("échéance", 0.9, r"(?:expire|finit|fini|termine|se termine|arrive a echeance|perime)(?: \w+){0,2} "
     rf"(?:demain|ce soir|aujourd hui|{_DAYS}|cette semaine|dans {_FEW} jours)"),
    ("échéance", 0.8, r"(?:ferme|fermeture|cloture|clos)(?: \w+){0,3} (?:demain|ce soir|minuit|"
     rf"aujourd hui|{_DAYS})"),
    ("échéance", 0.8, rf"(?:audience|tribunal|convocation|convoque\w*|jugement)(?: \w+){{0,4}} (?:{_DAYS}|demain|"
     rf"dans {_FEW} jours)"),
    ("échéance", 0.7, rf"(?:tomorrow|manana|amanha|yarin|завтра|غدا|ghedda|ghdda|by (?:monday|tuesday|"
     r"wednesday|thursday|friday|saturday|sunday)|antes del? (?:lunes|martes|miercoles|jueves|viernes)|"
     r"cuma gunune|до (?:понедельника|вторника|среды|четверга|пятницы|понеділка|вівторка|середи|"
     r"четверга|п ятниці))"),
    (
        "droit coupé",
        1.0,
        r"(?:suspend\w*|coupe\w*|coupé|supprim\w*|radi(?:e|ee|es|ation|er)|stopp\w*|bloque\w*|arrete\w*|"
        r"suspention|retire\w*)(?: \w+){0,4} (?:rsa|apl|aah|allocation\w*|alloc\w*|chomage|are|caf|prime|"
        r"droits?|aides?|indemnites?|pension|retraite|versements?|paiements?|carte vitale|mutuelle|"
        r"electricite|courant|gaz|eau|chauffage|logement|bourse)",
    ),
    (
        "droit coupé",
        1.0,
        r"(?:rsa|apl|aah|allocation\w*|alloc\w*|chomage|are|caf|prime|droits?|aides?|indemnites?|pension|"
        r"retraite|versements?|paiements?|electricite|courant|gaz|eau|bourse|ass|aspa|css|c2s)"
        r"(?: \w+){0,4} (?:suspend\w*|coupe\w*|supprim\w*|stopp\w*|arrete\w*|sucr\w*|saut\w*|"
        r"bloque\w*|tombe\w* plus|plus verse\w*)",
    ),
    ("droit coupé", 1.0, r"(?:plus rien (?:recu|touche|pour|a manger|sur mon compte)|touche plus rien|recois plus rien|"
     r"plus de (?:rsa|apl|aah|droits|chomage|revenus?|ressources|courant|electricite)|"
     r"pu de (?:rsa|apl|aah)|rien (?:recu|touche) depuis|radie\w*|radiation|va etre radie|"
     r"expuls\w*|huissier\w* (?:\w+ ){0,4}(?:demain|passe|vient|porte)|coupure (?:de courant|d electricite|de gaz)|"
     r"a la rue|plus de toit|dors dehors|dort dehors|sans papiers (?:dans|demain))"),
    ("droit coupé", 0.9, r"(?:vont|va|veulent|veut|risque\w*|menace\w*)(?: \w+){0,3} (?:couper|suspendre|radier|supprimer|"
     r"expulser|perdre mes droits|perdre mon|arreter de me verser|saisir)"),
    ("argent", 1.0, r"(?:j ai|on a|a|ai|il a|elle a|nous avons|m ont|m a|ont|jé|viens de|vient de|je) "
     r"(?:deja |tout |bien |tape |aussi )?(?:donne\w*|doner|paye\w*|payer|verse\w*|envoye\w*|vire\w*|tape\w*|"
     r"rentre\w*|transmis|communique\w*|valide\w*|rempli|saisi|preleve\w*|debite\w*|pique\w*|vole\w*)"
     r"(?: \w+){0,5} (?:carte\w*|code\w*|rib|iban|numero\w*|coordonnees|banque|bancaire\w*|euros?|eur|balles?|"
     r"argent|sous|chiffres|virement|mandat|coupons?|pcs|transcash|neosurf|bitcoins?|mot de passe)"),
    ("argent", 1.0, r"(?:euros?|eur|balles?|argent|sous|compte|carte|economies)(?: \w+){0,4} (?:disparu\w*|parti\w*|envole\w*|vide\w*|"
     r"preleve\w*|debite\w*|vole\w*|pique\w*|usurpe\w*)"),
    ("argent", 1.0, r"(?:preleve\w*|prelevement\w*|debite\w*|vide\w*|siphonn\w*|retrait\w*)(?: \w+){0,4} (?:compte|euros?|eur|balles?|inconnu\w*|frauduleu\w*|"
     r"livret|carte|bizarre\w*)"),
    ("argent", 0.9, r"(?:demand\w*|reclam\w*|veut|veulent|veu|exig\w*|faut|faudrait|fallait|doit|dois)(?: \w+){0,6} "
     r"(?:payer|paye|paie|verser|envoyer|virer|euros?|eur|bitcoins?|mandat|coupons?|pcs|transcash|rancon|argent)"),
    ("fraude", 1.0, r"(?:pirat\w*|hack\w*|usurp\w*|vole\w*)(?: \w+){0,4} (?:compte|identite|banque|carte|facebook|mail|"
     r"messagerie|caf|cpf|franceconnect|boite|impots)"),
    ("fraude", 1.0, r"(?:compte|identite|banque|carte|boite|messagerie|facebook|telephone|ordinateur)(?: \w+){0,4} "
     r"(?:pirat\w*|hack\w*|usurp\w*|vide\w*)"),
    ("fraude", 1.0, r"(?:au telephone|en ligne|au bout du fil|en train|en ce moment|la maintenant|il rappelle|"
     r"ils rappellent|raccroch\w*)(?: \w+){0,8} (?:banque|conseiller|microsoft|code|carte|police|"
     r"prise en main|ecran|virement)"),
    ("fraude", 0.9, r"(?:arnaqu\w*|escroqu\w*|fraude\w*|chantage|rancon\w*|sextorsion|stolen|scammed|estafad\w*|"
     r"burlad\w*|roubad\w*|robado|dolandir\w*|мошен\w*|шахра\w*|украли|вкрали|احتيال|سرق\w*|سرقوا|"
     r"sre9\w*|sraq\w*|nsab\w*)"),
    ("urgent", 0.8, r"(?:urgent\w*|urgence|urgance|urgemment|en catastrophe|vite vite|tres vite|dernier rappel|derniere relance|"
     r"mise en demeure|commandement de payer|saisie|avant expulsion|acil|urgente|терміново|срочно|عاجل|asap)"),
)  # fmt: skip
_COMPILED = tuple(
    (what, weight, re.compile(rf"(?<= )(?:{pattern})(?= )")) for what, weight, pattern in _PATTERNS
)
# The attempt failed, or one only wants to learn: no hurry.
_CALM = re.compile(
    r"(?<= )(?:n ai rien (?:donne|paye|clique|repondu|fait|envoye|rempli|verse)|rien (?:donne|clique|paye|repondu|perdu|"
    r"fait|n est parti)|pas (?:clique|repondu|donne|paye|ouvert|rappele|rempli)|pa (?:repondu|clique|donne|paye|kliké)|"
    r"j ai raccroche|ai raccroche|eviter|reconnaitre|reperer|apprendre a|me proteger|se proteger|"
    r"proteger|se mefier|sensibilis\w*|prevention|atelier|conference|former|comment savoir|ne plus se faire|"
    r"pas me faire|ne pas se faire|par chance|heureusement)(?= )"
)


def urgency_cues(sentence: Sentence) -> tuple[dict[str, float], tuple[int, ...]]:
    """(kind of urgency → weight from 0 to 1, ranks of the words); « calme » speaks against."""
    found: dict[str, float] = {}
    ranks: list[int] = []
    for what, weight, pattern in _COMPILED:
        match = pattern.search(sentence.text)
        if match:
            found[what] = max(found.get(what, 0.0), weight)
            ranks += sentence.ranks(match)[:6]
    if _CALM.search(sentence.text):
        found["calme"] = 1.0
    return found, tuple(sorted(set(ranks)))
