"""Where everybody arrives: the portfolio, the organisation's engagements, the board, and the search."""
