"""The error of a mapping that cannot be used."""


class MappingError(Exception):
    """`message_fr` says where in the mapping (« services[2].termes ») and what is wrong."""

    def __init__(self, message_fr: str) -> None:
        super().__init__(message_fr)
        self.message_fr = message_fr
