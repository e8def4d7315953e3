from reports.russian.inflection import adjective_form, finite_form, noun_form, predicate_form


def test_nouns() -> None:
    assert noun_form("заседания", "gent", "plur") == "заседаний"
    assert noun_form("постановления", "datv", "sing") == "постановлению"
    assert noun_form("служащие", "gent", "plur") == "служащих"
    assert noun_form("абырвалг", "gent", "sing") == ""


def test_adjectives() -> None:
    assert adjective_form("коррупциогенные", "gent", "plur") == "коррупциогенных"
    assert adjective_form("поступивших", "nomn", "plur") == "поступившие"
    assert adjective_form("муниципальный", "accs", "plur", animate=True) == "муниципальных"
    assert adjective_form("муниципальный", "accs", "plur") == "муниципальные"


def test_predicates() -> None:
    assert predicate_form("проведена", "masc") == "проведён"
    assert predicate_form("проведены", "neut") == "проведено"
    assert predicate_form("ведутся", "femn") == "ведётся"
    assert predicate_form("состоялась", "plur") == "состоялись"
    assert predicate_form("заседание", "plur") == ""
    assert finite_form("проводиться", plural=True) == "проводятся"
    assert finite_form("проведено", plural=True) == ""
