"""The error that a business rule raises."""


class DomainError(Exception):
    """A rule of the domain refuses an action.

    `code` is for programs (snake case), `message_fr` for people: what happened and what to do.
    """

    def __init__(self, code: str, message_fr: str) -> None:
        super().__init__(message_fr)
        self.code = code
        self.message_fr = message_fr
