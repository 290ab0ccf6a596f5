"""Forms about people and the organisation's settings."""
