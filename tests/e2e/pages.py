"""Addresses that the browser opens: every public page, and the states that pages have."""

from dataclasses import dataclass

from tests.addresses import AXE_PAGES, KIOSK

LIBRARY = "bibliotheque-de-gallardon"
"""A place of the demonstration: one commune, no telephone, hours told in words."""


@dataclass(frozen=True, slots=True)
class Address:
    """`fails`: the page answers with an error status, as it should."""

    path: str
    fails: bool = False


STATES = {
    "home with a need": Address("/?besoin=demarches"),
    "results, all": Address("/lieux/"),
    "results, filtered": Address("/lieux/?ou=Chartres&besoin=demarches&prix=gratuit&ouvert=lundi"),
    "results, none": Address("/lieux/?q=zzzzqqqq"),
    "results, unknown place": Address("/lieux/?ou=Villeneuve-qui-n-existe-pas", fails=True),
    "results, unreadable": Address("/lieux/?rayon=abc&bbox=1,2", fails=True),
    "results, page too far": Address("/lieux/?page=1000000000", fails=True),
    "orientation, place": Address("/orientation/?besoin=acces-internet"),
    "orientation, theme": Address("/orientation/?guide=1&besoin=demarches"),
    "orientation, moment": Address("/orientation/?besoin=demarches&ou=Chartres&pas=moment"),
    "orientation, result": Address(
        "/orientation/?besoin=demarches&theme=social_sante&ou=Chartres&tour=3"
    ),
    "orientation, alert": Address("/orientation/?besoin=securite&ou=Chartres&a=zx&tour=3"),
    "orientation, guided": Address("/orientation/?guide=1"),
    "orientation, public": Address("/orientation/?besoin=demarches&ou=Chartres&pas=public"),
    "orientation, far": Address(
        "/orientation/?besoin=materiel-solidaire&ou=Nogent-le-Rotrou&tour=3"
    ),
    "orientation, closed": Address(
        "/orientation/?besoin=demarches&ou=Gallardon&ouvert=dimanche&tour=3"
    ),
    "orientation, anywhere": Address("/orientation/?besoin=demarches&tour=3"),
    "orientation, another language": Address("/orientation/?besoin=demarches&tour=3&depuis=ar"),
    "orientation, danger": Address("/orientation/?a=k"),
    "orientation, off topic": Address("/orientation/?hors=1"),
    "orientation, secret": Address("/orientation/?secret=1&dit=rien"),
    "orientation, unknown place": Address("/orientation/?besoin=demarches&ou=Zzqqk", fails=True),
    "commune": Address("/territoires/commune/gallardon/"),
    "department": Address("/territoires/departement/eure-et-loir/"),
    "embed": Address("/embed/lieux/?ou=Chartres"),
    "embed builder, filled": Address("/integrer/?ou=Chartres&besoin=demarches&hauteur=500"),
    "report, unknown number": Address("/signalements/?numero=M-0000-0000", fails=True),
    "personal link, lost": Address("/mise-a-jour/lien-perdu/", fails=True),
    "kiosk, answer without themes": Address(f"/borne/{KIOSK}/fr/outils/"),
    "kiosk, no such screen": Address(f"/borne/{KIOSK}/fr/introuvable/", fails=True),
    "kiosk out of service": Address("/borne/inconnue/", fails=True),
    "slip, large": Address(f"/orientation/papier/{LIBRARY}/?avec=ar&taille=grande"),
    "slip, refused": Address(f"/orientation/papier/{LIBRARY}/?avec=zz", fails=True),
    "diagnosis, answered": Address("/diagnostic/?but=peur&appareil=rien&date=jours&langue=autre"),
    "diagnosis, nothing answered": Address("/diagnostic/?resultat=1"),
    "diagnosis, unreadable": Address("/diagnostic/?but=zz", fails=True),
    "not found": Address("/introuvable/", fails=True),
}

OTHER_LANGUAGES = {
    "home": "/{language}/",
    "results": "/{language}/lieux/?ou=Gallardon",
    "sheet": f"/{{language}}/lieux/{LIBRARY}/",
    "orientation": "/{language}/orientation/",
    "orientation, result": "/{language}/orientation/?besoin=demarches&ou=Chartres&a=zx&tour=3",
    "diagnosis": "/{language}/diagnostic/?but=peur&appareil=rien",
    "kiosk": f"/borne/{KIOSK}/{{language}}/",
    "kiosk, answer": f"/borne/{KIOSK}/{{language}}/demarches/social_sante/",
    "kiosk, numbers": f"/borne/{KIOSK}/{{language}}/urgence/",
}
"""Pages that are also tried out of French."""


def all_pages() -> dict[str, Address]:
    """Every public page and every state, by name; names in braces to be filled."""
    return {name: Address(path) for name, path in AXE_PAGES.items()} | STATES
