"""All touchpoints and their places on journeys as one table, out and in by the same columns. Pure: no database.

`columns` names the columns, `reading` makes of lines what the file wants: touchpoints, journeys, stages, places. A line
is a touchpoint at one place; a touchpoint at several places has several lines, one without a place has one.
"""
