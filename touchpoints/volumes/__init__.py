"""How many customers a touchpoint serves in which channel. Pure: no database.

`rows` says what a counted row is and what is wrong with one, `lines` reads rows from a file, `shares` turns counts into
shares and says what moved from one channel to another.
"""
