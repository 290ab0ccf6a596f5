"""Published numbers that the formulas must reproduce: oracles.json (statistics packages) and the airport's survey."""

import json
from pathlib import Path
from typing import Any

from lib.stats.histograms import Histogram
from lib.stats.scales import ZERO_TO_TEN

ORACLES: dict[str, Any] = json.loads((Path(__file__).parent / "oracles" / "oracles.json").read_text("utf-8"))

# SFO 2017, recommendation 0-10: answers per score.
SFO_2017 = Histogram(ZERO_TO_TEN, (17, 6, 8, 19, 18, 144, 130, 291, 677, 564, 872))

# n, promoters, passives, detractors, NPS, SE, low, high (adjusted Wald)
SFO_GROUPS = {
    "area A": (724, 382, 249, 93, 39.9171, 2.6194, 34.626, 44.879),
    "area B": (166, 94, 50, 22, 43.3735, 5.5465, 31.797, 53.410),
    "area C": (226, 132, 68, 26, 46.9027, 4.6044, 37.294, 55.282),
    "area D": (386, 213, 128, 45, 43.5233, 3.5226, 36.299, 50.077),
    "area E": (175, 100, 57, 18, 46.8571, 5.0975, 36.113, 56.022),
    "area F": (444, 221, 173, 50, 38.5135, 3.2258, 31.945, 44.565),
    "area G": (625, 294, 243, 88, 32.9600, 2.8357, 27.255, 38.350),
    "language 1": (2585, 1377, 897, 311, 41.2379, 1.3668, 38.512, 43.868),
    "language 2": (43, 34, 6, 3, 72.0930, 8.9016, 49.512, 85.271),
    "language 3": (114, 23, 64, 27, -3.5088, 6.1940, -15.425, 8.587),
    "language 4": (4, 2, 1, 1, 25.0000, 41.4578, -44.160, 72.731),
    "problem 0": (80, 35, 28, 17, 22.5000, 8.6557, 5.057, 38.317),
    "problem 1": (309, 124, 119, 66, 18.7702, 4.3312, 10.145, 27.035),
    "problem 2": (2330, 1268, 811, 251, 43.6481, 1.4072, 40.835, 46.349),
    "problem 3": (27, 9, 10, 8, 3.7037, 15.2541, -24.742, 31.408),
}
