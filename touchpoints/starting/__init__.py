"""The first steps of a team that maps a journey, by the way it starts. Pure: no database."""
