"""What ranks an article above others that hold the same terms?

The second stage of ranking: an engine takes its BEST hits by their base score, multiplies that of
each by what stands here, and puts them in order again. One pure function serves every engine.
"""

BEST = 200
"""How many hits have a second stage; those behind them keep their base score and their order."""

EXACT = 0.3
"""What it is worth, as a part of the base score, to hold all words of the query as typed."""


def bonus(exact: float) -> float:
    """What a score is multiplied by; `exact` is the part of the query's words held as typed.

    A phrase counts as one word, held as typed where one field holds all its words so.
    """
    return 1 + EXACT * exact
