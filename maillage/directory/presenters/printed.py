"""What all the objects printed by templates share."""


class Printed:
    """Lets a template read an attribute at the first attempt.

    Django looks for `card.nom` as `card["nom"]` before `card.nom`; the failed attempt costs
    an exception, and a page of results reads thousands of attributes.
    """

    __slots__ = ()

    def __getitem__(self, name: str) -> object:
        return getattr(self, name)
