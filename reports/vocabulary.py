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
# Given to the supervising body, which has not decided yet.
AWAITING_STATES = (State.SUBMITTED, State.RESUBMITTED)


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
    """What happened. Each kind is written by exactly one action."""

    OPENED = "opened", "отчёт начат"
    ROWS_ADDED = "rows_added", "добавлены пункты Плана"
    ROW_SAVED = "row_saved", "строка изменена"
    TEXT_CARRIED = "text_carried", "взят прошлогодний текст"
    FILED = "filed", "внесён принятый отчёт прошлых лет"
    SUBMITTED = "submitted", "отчёт представлен"
    ROW_ACCEPTED = "row_accepted", "строка принята"
    ROW_REOPENED = "row_reopened", "принятие строки отменено"
    REMARK_MADE = "remark_made", "сделано замечание"
    REMARK_WITHDRAWN = "remark_withdrawn", "замечание снято"
    RETURNED = "returned", "отчёт возвращён на доработку"
    ACCEPTED = "accepted", "отчёт принят"
    REOPENED = "reopened", "принятый отчёт открыт снова"
    ISSUED = "issued", "выдан документ"
    FINDING_ANSWERED = "finding_answered", "дан ответ на вопрос проверки"
    SUMMARY_SAVED = "summary_saved", "изменён абзац сводного отчёта"


# Only these change what stands in rows.
ROW_WRITING = (EventKind.ROW_SAVED, EventKind.TEXT_CARRIED)
# In the changes of an event: the number of the row in which a value was entered that has been written here, too.
COPIED_FROM = "copied_from"
# In the changes of an event: the document that the content comes from, or what came from which is taken back.
TAKEN_FROM = "intake"
TAKEN_BACK = "intake_undone"
# In the changes of an event by a document: the row's unconfirmed marks before, without which it could not be restored.
MARKS_BEFORE = "marks_before"


class NoticeKind(TextChoices):
    """What a person is told about, in the portal and by e-mail."""

    SUBMITTED = "submitted", "отчёт представлен"
    RETURNED = "returned", "отчёт возвращён"
    ACCEPTED = "accepted", "отчёт принят"
    REOPENED = "reopened", "отчёт открыт снова"
    DUE = "due", "напоминание о сроке"
    LATE = "late", "срок прошёл"
    JOB_DONE = "job_done", "документ готов"
    JOB_FAILED = "job_failed", "документ не получился"


class JobState(TextChoices):
    """Where a document that is made in the background stands."""

    WAITING = "waiting", "ждёт очереди"
    RUNNING = "running", "готовится"
    DONE = "done", "готов"
    FAILED = "failed", "не получился"
    CANCELLED = "cancelled", "отменён"


ACTIVE_JOB_STATES = (JobState.WAITING, JobState.RUNNING)


class JobKind(TextChoices):
    """What can be made in the background. Each kind has its maker in reports/actions/tasks.py."""

    CONSOLIDATED = "consolidated", "сводный отчёт"
    REPORTS_ZIP = "reports_zip", "архив принятых отчётов"
