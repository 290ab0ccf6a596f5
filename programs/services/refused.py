"""Why a gate, or a decision to pass nevertheless, is not proposed or decided."""


class MayNotPropose(PermissionError):
    """Only the steering committee and consultants propose."""


class MayNotDecide(PermissionError):
    """The person holds neither role that decides, or proposed it."""


class CannotBeDecided(ValueError):
    """With this proposer nobody could approve: there is no other sponsor."""


class AlreadyDecided(ValueError):
    """The stage is not open, or what was proposed has been decided."""


class ReasonMissing(ValueError):
    """A return, or a proposal to pass nevertheless, needs its reasons."""
