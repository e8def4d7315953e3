"""Russian as reports are written in it: words with their forms, sentences, numbers in words, agreement.

Morphology is pymorphy3's, with its dictionaries (OpenCorpora). Everything here is a pure function over plain text.
"""

from .numerals import Numeral, numerals
from .words import Form, Prose, Sentence, Token, analyse, inflect, known, lemmas, read

__all__ = [
    "Form",
    "Numeral",
    "Prose",
    "Sentence",
    "Token",
    "analyse",
    "inflect",
    "known",
    "lemmas",
    "numerals",
    "read",
]
