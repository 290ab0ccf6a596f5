"""Pure formulas: counts and numbers in, small frozen values out.

No Django, no clock, no database. The way through the package:

``scales``         what a value may be; two scales are never added
``histograms``     how often each value was given, plain and weighted
``scores``         the indicators: NPS, CSAT, effort, smileys
``estimation``     an indicator of some answers, with standard error and interval
``compare``        two waves or groups: difference, interval, p; ``multiple`` for q, ``verdicts`` for the word
``nps``, ``proportions``, ``means``, ``weighted``   the formulas underneath
``servqual``       the promise gap: experienced less expected, person by person
``parallel``       difference in differences: a place that was changed against places that were not
``kendall``        how far one order is from another, and the order nearest to many
``strata``, ``revenue``, ``samplesize``, ``bootstrap``, ``tables``   for special questions
``rounding``       for display only; everything else stays unrounded
"""
