import json
import sys
from collections import Counter
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from kuznetsk_report.accounts.models import Organization, User
from kuznetsk_report.accounts.roles import Role
from plans import in_force
from plans.models import Plan
from reports import actions, queries
from reports.intake.brought import BroughtFile, read_file
from reports.intake.guard import Refused
from reports.intake.parts import Part
from reports.management.output import in_russian
from reports.management.report_options import add_report_options
from reports.queries import IntakeCard, IntakePreview
from reports.queries.intake_values import Value
from reports.vocabulary import OPEN_STATES

_NOTHING_USABLE, _FILE_REFUSED = 1, 2
_SKIPPED = "skipped"
_IN_RUSSIAN = {"new": "новая", "change": "изменена", "same": "такая же", _SKIPPED: "не перенесена"}


class Command(BaseCommand):
    help = (
        "Переносит в открытый отчёт тексты из документа Word или книги Excel, выданной порталом для заполнения (из неё "
        "и ответы, и показатели), и печатает, что куда попало. Пустые ячейки чужого "
        "документа ничего не стирают. Что портал не переносит сам, названо в предупреждениях. "
        "Код завершения: 0 — перенесено (с --dry-run: было бы), 1 — переносить нечего или некуда, 2 — файл не принят."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="документ Word с таблицей отчёта или книга Excel для заполнения")
        add_report_options(parser)
        parser.add_argument("--dry-run", action="store_true", help="только показать, ничего не меняя")
        parser.add_argument("--format", choices=["json", "text"], default="text", help="вид вывода")
        parser.add_argument("--by", help="имя пользователя-исполнителя, от имени которого вносится отчёт")

    def handle(self, *args: Any, **options: Any) -> None:
        file = _read(options["file"])
        organization = Organization.objects.filter(slug=options["organization"]).first()
        if organization is None:
            raise CommandError(f"Организации «{options['organization']}» нет.", returncode=_NOTHING_USABLE)
        plan = _plan(organization, options["year"], options["plan"])
        by = _official(organization, options["by"])
        try:
            with transaction.atomic():
                page, written = _take(plan, organization, options["year"], file, by)
                told = _plain(page, written)
                is_useful = any(row["action"] != _SKIPPED for row in told["rows"])
                # Nothing is left behind: no report either that was started for this file.
                transaction.set_rollback(options["dry_run"] or not is_useful)
        except actions.WrongReportError as error:
            raise CommandError(f"{file.name}: {error}", returncode=_FILE_REFUSED) from error
        except (PermissionDenied, ValueError) as error:
            raise CommandError(str(error), returncode=_NOTHING_USABLE) from error
        if options["format"] == "json":
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
        else:
            self._tell(told, len(written), is_dry=options["dry_run"])
        if not is_useful:
            sys.exit(_NOTHING_USABLE)

    def _tell(self, told: Mapping[str, list[Any]], written: int, *, is_dry: bool) -> None:
        for row in told["rows"]:
            action = _IN_RUSSIAN[row["action"]]
            self.stdout.write(
                f"п. {row['item']}  {action}  (в файле «{row['source_number']}», {row['confidence']:.0%})"
            )
        for row in told["unmatched"]:
            self.stdout.write(f"не распознано: {row['place']}, «{row['source_number']}»: {row['reason']}")
        for warning in told["warnings"]:
            self.stdout.write(f"внимание: {warning}")
        done = "Было бы перенесено" if is_dry else "Перенесено"
        actions = Counter(row["action"] for row in told["rows"])
        skipped = f", не перенесено: {actions[_SKIPPED]}" if actions[_SKIPPED] else ""
        self.stdout.write(f"{done} строк: {written}, таких же: {actions['same']}{skipped}.")


def _read(path: Path) -> BroughtFile:
    try:
        return read_file(path.read_bytes(), path.name)
    except OSError as error:
        raise CommandError(f"Не удалось прочитать {path}: {in_russian(error)}.", returncode=_FILE_REFUSED) from error
    except Refused as refused:
        raise CommandError(f"{path.name}: {refused}", returncode=_FILE_REFUSED) from refused


def _plan(organization: Organization, year: int, slug: str | None) -> Plan:
    """The plan on which the organization reports for the year."""
    found = Plan.objects.filter(first_year__lte=year, last_year__gte=year)
    plans = [
        plan for plan in (found.filter(slug=slug) if slug else found) if in_force.items_of(plan, year, organization.pk)
    ]
    if not plans:
        message = f"Плана, по которому «{organization}» отчитывается за {year} год, нет."
        raise CommandError(message, returncode=_NOTHING_USABLE)
    if len(plans) > 1:
        slugs = ", ".join(plan.slug for plan in plans)
        raise CommandError(f"Планов несколько: укажите --plan (есть {slugs}).", returncode=_NOTHING_USABLE)
    return plans[0]


def _official(organization: Organization, username: str | None) -> User:
    """Who writes: the one that was named, or the only one there is."""
    members = {"memberships__organization": organization, "memberships__role": Role.OFFICIAL}
    officials = list(User.objects.filter(is_active=True, **members).order_by("username"))
    names = ", ".join(user.username for user in officials)
    if username is not None:
        officials = [user for user in officials if user.username == username]
    if len(officials) == 1:
        return officials[0]
    if not names:
        message = f"У организации «{organization}» нет действующего исполнителя: назначьте его в разделе «Управление»."
    elif username is not None:
        message = f"«{username}» — не исполнитель организации «{organization}» (есть {names})."
    else:
        message = f"Исполнителей несколько: укажите --by (есть {names})."
    raise CommandError(message, returncode=_NOTHING_USABLE)


def _take(
    plan: Plan, organization: Organization, year: int, file: BroughtFile, by: User
) -> tuple[IntakePreview, set[int]]:
    """Write all rows of the file that are sure; returns what would have been shown before, and the rows written."""
    report = actions.open_report(plan=plan, organization=organization, year=year, by=by)
    if report.state not in OPEN_STATES:
        raise ValueError(f"Отчёт за {year} год уже {report.get_state_display()}: перенести в него ничего нельзя.")
    intake = actions.take_in(report=report, file=file, by=by)
    # Of a document that this portal exported only the edits are written, not what was changed here since.
    page = queries.intake_preview(intake, tick_all=not file.content.own)
    chosen, problems = queries.intake_choices(card for card in page.cards if _is_usable(card))
    if problems:
        raise ValueError(" ".join(problems))
    return page, {row.pk for row in actions.apply_intake(intake=intake, choices=chosen, by=by)}


def _is_usable(card: IntakeCard) -> bool:
    """Nobody looks at the rows before they are written: what is to be checked is left out and listed."""
    return card.row is not None and card.is_open and not card.is_doubtful


def _plain(page: IntakePreview, written: Collection[int]) -> dict[str, list[Any]]:
    rows, unmatched, left_out = [], [], []
    for card in page.cards:
        found = {
            "source_number": card.brought.number,
            "item": card.row.number if card.row else None,
            "confidence": card.match.confidence,
            "implementation": card.brought.implementation,
            "result": card.brought.result,
        }
        if card.row is not None and _is_usable(card):
            left = _left_out(card)
            if left:
                left_out.append(f"п. {card.row.number}, не перенесено: {'; '.join(left)}.")
            action = card.action if card.is_ticked and card.row.pk in written else _SKIPPED if left else "same"
            rows.append({**found, "action": action})
        else:
            closed = "" if card.row is None or card.is_open else f"; пункт {card.row.number} закрыт"
            place = {"place": card.brought.place, "measure": card.brought.measure}
            unmatched.append({**found, **place, "reason": f"{card.match.reason}{closed}"})
    problems = [
        f"{card.brought.place}: {problem}" for card in page.cards for problem in (*card.brought.notes, *card.problems)
    ]
    columns = dict.fromkeys(extra.heading or "без названия" for card in page.cards for extra in card.extras)
    other = [f"Графы, которых в отчёте нет, не перенесены: {', '.join(columns)}."] if columns else []
    return {"rows": rows, "unmatched": unmatched, "warnings": [*page.warnings, *problems, *left_out, *other]}


def _left_out(card: IntakeCard) -> list[str]:
    """What the file has for a row and was not written, each with the reason; not what stood there before."""
    told = []
    fields: list[tuple[str, Part | Value]] = [(part.label, part) for part in card.parts]
    fields += [(value.name, value) for value in card.values]
    for label, each in fields:
        if each.is_ticked or each.state in ("same", "old"):
            continue
        if each.is_crossed:
            reason = "после выдачи файла изменено и на портале"
        elif card.is_doubtful:
            reason = "не вполне ясно, к какому пункту относится строка"
        else:
            reason = "заменило бы то, что уже есть на портале"
        told.append(f"{label} ({reason})")
    return told
