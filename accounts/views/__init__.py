"""Pages about people: signing in, the first run, invitations, the own account, and the organisation's settings."""
