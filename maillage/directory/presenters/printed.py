"""What all the objects printed by templates share."""


class Printed:
    """Lets a template read an attribute at the first attempt.

    Django looks for `card.nom` as `card["nom"]` before `card.nom`; the failed attempt costs
    an exception, and a page of results reads thousands of attributes.
    """

    __slots__ = ()

    def __getitem__(self, name: str) -> object:
        return getattr(self, name)


class Written(str):
    """Words of the place itself: they are French in every language of the site."""

    __slots__ = ()
