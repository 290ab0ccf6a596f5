"""How days, moments and numbers are written in each language, where Django would write them otherwise."""
