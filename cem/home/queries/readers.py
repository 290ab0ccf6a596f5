"""Who reads the first pages, and how far."""

from accounts.roles import Role


def is_only_frontline(roles: frozenset[str]) -> bool:
    """Whether a person comes for their own work and nothing else."""
    return bool(roles) and roles <= {Role.FRONTLINE}
