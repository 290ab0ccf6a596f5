"""Polish: 26 października 2016 14:00, in short 26.10.2016."""

SHORT_DATE_FORMAT = "d.m.Y"
SHORT_DATETIME_FORMAT = "d.m.Y H:i"
# The first is what a date field of the browser understands.
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%d.%m.%Y"]
