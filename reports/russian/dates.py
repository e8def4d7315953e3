"""How Russian texts write days, months and laws: pieces of regular expressions, to be put together with IGNORECASE.

A gap is never more than a few blanks: a pattern that may take any number of them in several places takes for ever.
"""

MONTHS = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
MONTH = "|".join(MONTHS)
MONTH_IN_ANY_CASE = "(?:январ|феврал|март|апрел|ма[йяею]|июн|июл|август|сентябр|октябр|ноябр|декабр)[а-я]{0,3}"
GAP = r"\s{0,3}"
DAY = r"\d{1,2}\.\d{1,2}\.\d{4}"
DAY_IN_WORDS = rf"\d{{1,2}}\s{{1,3}}(?:{MONTH})(?:\s{{1,3}}\d{{4}})?"
PERIOD = rf"(?:{MONTH_IN_ANY_CASE}|квартал[а-я]{{0,3}}|полугоди[а-я]{{0,2}})"
OF_YEAR = rf"(?:{GAP}(?:г\.|года))?"
# «№ 273-ФЗ», «4204-ЗПО»
LAW = rf"№?{GAP}\d+(?:-\d+)?-(?:Ф?КЗ|ФЗ|ЗПО|ЗО|З|РЗ)\b"
