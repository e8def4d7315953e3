"""What related words have in common: «выявить», «выявление», «выявленный»."""

from functools import cache

# Where a vowel or consonant changes within the root, or where two words are one in such reports.
_SAME = {
    "рассматривать": "рассмотреть",
    "привлекать": "привлечь",
    "проводить": "провести",
    "проведение": "провести",
    "проходить": "пройти",
    "прохождение": "пройти",
    "представлять": "представить",
    "предоставить": "представить",
    "предоставлять": "представить",
    "предоставление": "представить",
    "установление": "установить",
    "устанавливать": "установить",
    "увольнение": "уволить",
    "увольнять": "уволить",
    "обязанный": "обязать",
    "обязанность": "обязать",
    "принять": "прием",
    "принимать": "прием",
    "проанализировать": "анализ",
    "анализировать": "анализ",
    "проинструктировать": "инструктаж",
}
_REFLEXIVE = ("ся", "сь")
_ENDINGS = (
    *("ивать", "ывать", "ование", "ение", "ание", "ость", "ота"),
    *("ать", "ять", "еть", "ить", "уть", "ть", "ие", "ый", "ий", "ой", "ь"),
)
_SHORTEST = 4


@cache
def root(lemma: str) -> str:
    """The part of a lemma that its relatives share: of verbs, nouns of action, adjectives and nouns of quality.

    Roots are for comparing, not for showing; two unrelated words may rarely share one.
    """
    if lemma.endswith(_REFLEXIVE):
        lemma = lemma[:-2]
    lemma = _SAME.get(lemma, lemma)
    for ending in _ENDINGS:
        if lemma.endswith(ending) and len(lemma) - len(ending) >= _SHORTEST:
            lemma = lemma.removesuffix(ending)
            break
    return lemma[:-1] if lemma.endswith(("бл", "вл", "мл", "пл", "фл")) and len(lemma) > _SHORTEST else lemma
