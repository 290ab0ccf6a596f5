"""English as it is read outside one country: 26 Oct 2016, 14:00; never 10/26/2016 or "2 p.m."."""

DATE_FORMAT = SHORT_DATE_FORMAT = "j M Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = SHORT_DATETIME_FORMAT = "j M Y, H:i"
MONTH_DAY_FORMAT = "j F"
# The first is what a date field of the browser understands.
DATE_INPUT_FORMATS = ["%Y-%m-%d"]
