import pytest

from reports.checks.statements import Statement, denials, quote, shorten, statements


def only_denial(text: str) -> Statement:
    (found,) = denials(text)
    return found


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Нарушений не выявлено.", "нарушение"),
        ("В 2023 году фактов коррупции не выявлено.", "коррупция"),
        ("Не установлено ни одного факта нарушения запретов.", "нарушение"),
        ("По фактам коррупции обращений не поступало.", "обращение"),
        ("По итогам анализа нарушений запретов и ограничений не выявлено.", "нарушение"),
        ("Экспертиза 9 действующих НПА коррупциогенных факторов не выявила.", "фактор"),
        ("Комиссия заседаний не проводила.", "заседание"),
        ("Подведомственных учреждений администрация не имеет.", "организация"),
        ("Не было проведено ни одного заседания.", "заседание"),
        ("Анализ деятельности организаций проведён не был.", "анализ"),
        ("Случаи аффилированности отсутствуют.", "аффилированность"),
        ("Уволенных нет.", "увольнение"),
        ("Фактов совершения правонарушений не зафиксировано.", "нарушение"),
        ("Коррупционных проявлений не зафиксировано.", "коррупция"),
        ("Лиц, нарушивших запреты и ограничения, не выявлено.", "нарушение"),
        ("Проведено 12 проверок соблюдения запретов и ограничений, нарушений не выявлено.", "нарушение"),
        ("Проверено 5 анкет, фактов сокрытия доходов, расходов не выявлено.", "сокрытие"),
        ("Обучение служащих, в обязанности которых входит участие в закупках, не проводилось.", "обучение"),
        (
            (
                "Фактов несоблюдения лицами, замещающими должности, запретов и ограничений, установленных "
                "в целях противодействия коррупции, не выявлено."
            ),
            "нарушение",
        ),
    ],
)
def test_a_denial_is_about_the_thing_that_there_was_none_of(text: str, about: str) -> None:
    assert only_denial(text).about == about


@pytest.mark.parametrize(
    ("text", "abouts"),
    [
        ("Жалоб и обращений граждан не поступало.", ["жалоба", "обращение"]),
        ("Фактов аффилированности и несоблюдения запретов не установлено.", ["аффилированность", "нарушение"]),
        ("Жалоб, обращений не поступало.", ["жалоба", "обращение"]),
        ("Нарушений запретов и ограничений не выявлено.", ["нарушение"]),
        ("Не выявлено ни нарушений, ни фактов аффилированности.", ["нарушение", "аффилированность"]),
    ],
)
def test_joined_things_are_denied_one_by_one(text: str, abouts: list[str]) -> None:
    assert [denial.about for denial in denials(text)] == abouts


def test_each_of_joined_things_keeps_its_own_words() -> None:
    wrongs, conflict = denials("Нарушений сроков и конфликта интересов не выявлено.")
    assert set(wrongs.attributes) == {"срок"}
    assert set(conflict.attributes) == {"интерес"}


def test_messages_are_also_about_what_they_tell_of() -> None:
    assert only_denial("Сведений о фактах коррупции не поступало.").abouts == {"сведение", "коррупция"}


@pytest.mark.parametrize(
    "text",
    [
        "Иных нарушений не выявлено.",
        "Кроме этого случая, нарушений не выявлено.",
        "В первом квартале обращения не поступали.",
        "До июня нарушений не выявлялось.",
        "В действиях одного служащего нарушений не установлено.",
        "В них нарушений не обнаружено.",
        "Повторных обращений не поступало.",
        "Внеплановых заседаний не проводилось.",
        "В случае если нарушений не выявлено, карта не пересматривается раз в год.",
        "Нельзя сказать, что нарушений не было.",
        "Чтобы нарушений не было, проведён семинар.",
        "Учтены замечания, которые не были устранены.",
    ],
)
def test_what_is_limited_denies_nothing_as_a_whole(text: str) -> None:
    found = denials(text)
    assert found
    assert all(denial.limited for denial in found)


@pytest.mark.parametrize(
    "text",
    [
        "Нарушений не выявлено.",
        "По итогам 12 проверок нарушений не выявлено.",
        "Мероприятия, приуроченные к 9 декабря, не проводились.",
        "Ни один из них к ответственности привлечён не был.",
        "При реализации статьи 13.3 закона нарушений не допущено.",
    ],
)
def test_an_occasion_or_a_name_limits_nothing(text: str) -> None:
    assert not only_denial(text).limited


def test_only_what_is_negated_is_denied() -> None:
    text = "Проверки не только проведены, но и завершены. Выявлено не менее трёх нарушений, случаев отказа нет."
    assert [denial.about for denial in denials(text)] == ["отказ"]


def test_an_unreal_beginning_ends_at_a_colon() -> None:
    said = statements("Нельзя сказать, что нарушений не было: установлено 2 факта нарушения.")
    assert [statement.limited for statement in said] == [True, False]


def test_a_second_predicate_inherits_the_thing() -> None:
    assert [d.about for d in denials("Карта не утверждалась и не актуализировалась.")] == ["карта", "карта"]


def test_none_at_all_without_a_verb() -> None:
    (_, none) = statements("Поступило 164 обращения граждан, из них по фактам коррупции – ни одного.")
    assert (none.denied, none.limited, none.about) == (True, True, "обращение")


@pytest.mark.parametrize(
    ("text", "finished"),
    [
        ("Проведён семинар.", True),
        ("Состоялся круглый стол.", True),
        ("Семинары проводятся ежегодно.", False),
        ("Велась работа.", False),
        ("Семинар не проведён.", False),
    ],
)
def test_what_is_over_is_finished(text: str, finished: bool) -> None:
    (statement,) = statements(text)
    assert statement.finished is finished


def test_years_of_a_clause() -> None:
    (statement,) = statements("В 2023 году мониторинг проводился, закон № 2008 действует.")[:1]
    assert statement.years == {2023}


def test_a_quote_is_the_clause_as_it_stands() -> None:
    text = "Проведено 12 проверок,  нарушений  не выявлено."
    assert quote(only_denial(text)) == "нарушений  не выявлено"


def test_a_long_quote_keeps_its_ends() -> None:
    text = "первое " + "слово " * 60 + "последнее"
    short = shorten(text)
    assert short.startswith("первое слово")
    assert short.endswith("слово последнее")
    assert " … " in short
    assert len(short) <= 200


@pytest.mark.parametrize(
    "text", ["", "\n\n", "– ;", "не", "не нет", "Нет.", "«не было»", "ни одного", "1 2 3", "Не, не!"]
)
def test_odd_texts_are_read(text: str) -> None:
    assert isinstance(statements(text), tuple)
