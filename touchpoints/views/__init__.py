"""Pages of journeys, touchpoints, scripts, and My work."""
