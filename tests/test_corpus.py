"""How good the checks are, on labelled rows. The figures themselves are printed by `make bench`."""

import pytest

from plans.models import Plan
from reports import demo

from . import corpus

PRECISION, RECALL = 0.95, 0.90


@pytest.mark.django_db
def test_every_code_is_found_precisely_and_seldom_missed() -> None:
    demo.load(password="corpus only")
    judged = corpus.examples(Plan.objects.get())
    assert len(judged) >= 150
    scores = list(corpus.scores(judged))
    short = [score for score in scores if score.precision < PRECISION or score.recall < RECALL]
    assert not short, short
