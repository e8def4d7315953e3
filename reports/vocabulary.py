"""The closed lists of words that reports use: states, answers, kinds of event."""

from django.db.models import TextChoices


class State(TextChoices):
    """Where a report stands between its executor and the supervising body."""

    DRAFT = "draft", "черновик"
    SUBMITTED = "submitted", "представлен"
    RETURNED = "returned", "на доработке"
    RESUBMITTED = "resubmitted", "представлен повторно"
    ACCEPTED = "accepted", "принят"


OPEN_STATES = (State.DRAFT, State.RETURNED)


class Answer(TextChoices):
    """The five answers about a measure. No answer yet is an empty string and none of them."""

    DONE = "done", "Выполнено"
    PARTIAL = "partial", "Выполнено частично"
    NOT_DONE = "not_done", "Не выполнено"
    NO_CASES = "no_cases", "Случаев не было"
    NOT_COMPETENT = "not_competent", "Не относится к компетенции"


# With these answers there is nothing to count: empty indicators do not make the row unfinished.
ANSWERS_WITHOUT_NUMBERS = (Answer.NO_CASES, Answer.NOT_COMPETENT)


class EventKind(TextChoices):
    OPENED = "opened", "отчёт создан"
    ROWS_ADDED = "rows_added", "добавлены пункты Плана"
    ROW_SAVED = "row_saved", "строка изменена"
    TEXT_CARRIED = "text_carried", "взят прошлогодний текст"
    FILED = "filed", "внесён принятый отчёт прошлых лет"
