"""Errors a person can act on: a full translated sentence for people, a stable code for logs."""


class DomainError(Exception):
    """A rule was broken. `message` is shown as it is; `code` goes to logs and tests."""

    def __init__(self, message: object, *, code: str) -> None:
        super().__init__(str(message))
        self.message = message
        self.code = code
