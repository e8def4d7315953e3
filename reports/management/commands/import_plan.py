import json
import sys
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from kuznetsk_report.accounts.models import Organization, User
from plans import in_force
from plans.models import Plan
from reports import access, actions, queries
from reports.editions import edition_now
from reports.intake.edition import Action, Change, Choices, Edition
from reports.intake.guard import Refused
from reports.intake.plan_indicators import goal_text
from reports.intake.plan_source import PlanFile
from reports.intake.process import read_plan_file
from reports.management.output import in_russian

_NOTHING_USABLE, _FILE_REFUSED = 1, 2
_IN_RUSSIAN = {"new": "новый", "change": "изменён", "same": "такой же", "removed": "исключён"}


class Command(BaseCommand):
    help = (
        "Вносит в план его новую редакцию из документа Word или книги Excel (в плане без пунктов — весь план) и "
        "печатает, что изменилось. Годы до того, с которого действует редакция, остаются прежними. Номера, пункты и "
        "исполнителей, которых нельзя понять без человека, оставляет как есть и перечисляет. "
        "Код завершения: 0 — внесено (с --dry-run: было бы), 1 — вносить нечего или некуда, 2 — файл не принят."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="документ Word или книга Excel с таблицей плана")
        parser.add_argument("--plan", required=True, help="обозначение плана: penza-2021-2024")
        parser.add_argument("--dry-run", action="store_true", help="только показать, ничего не меняя")
        parser.add_argument("--format", choices=["json", "text"], default="text", help="вид вывода")
        parser.add_argument("--keep-missing", action="store_true", help="не исключать пункты, которых нет в файле")
        parser.add_argument(
            "--from-year",
            type=int,
            help="с какого отчётного года действует редакция; по умолчанию — с нынешнего (новый план — с первого)",
        )
        parser.add_argument("--by", help="имя администратора, от имени которого вносится редакция")

    def handle(self, *args: Any, **options: Any) -> None:
        file = _read(options["file"])
        plan = Plan.objects.filter(slug=options["plan"]).first()
        if plan is None:
            slugs = ", ".join(Plan.objects.values_list("slug", flat=True)) or "ни одного"
            raise CommandError(f"Плана «{options['plan']}» нет (есть: {slugs}).", returncode=_NOTHING_USABLE)
        if not file.content.lines:
            raise CommandError(f"{file.name}: {' '.join(file.content.warnings)}", returncode=_NOTHING_USABLE)
        by = _administrator(options["by"])
        try:
            with transaction.atomic():
                edition = actions.take_edition(plan=plan, file=file, by=by)
                now = edition_now(edition, Choices())
                ticks = _ticks(now, keep_missing=options["keep_missing"])
                first_year = options["from_year"] or in_force.usual_year(plan, timezone.localdate().year)
                told = {"plan": plan.slug, "first_year": first_year, **_plain(now, ticks, plan)}
                is_usable = any(entry.action not in (Action.ASKED, Action.REMOVED) for entry in now.entries)
                if ticks:
                    actions.apply_edition(
                        edition=edition,
                        choices=Choices(),
                        ticked=ticks,
                        first_year=first_year,
                        seen=now.fingerprint,
                        by=by,
                    )
                # A trial does all that would be done; what changes nothing leaves nothing behind.
                transaction.set_rollback(options["dry_run"] or not ticks)
        except (PermissionDenied, actions.EditionRefusedError) as error:
            raise CommandError(str(error), returncode=_NOTHING_USABLE) from error
        if options["format"] == "json":
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
        else:
            self._tell(told, is_dry=options["dry_run"])
        if not is_usable:
            sys.exit(_NOTHING_USABLE)

    def _tell(self, told: dict[str, Any], *, is_dry: bool) -> None:
        for item in told["items"]:
            self.stdout.write(f"п. {item['number']}  {_IN_RUSSIAN[item['action']]}")
            for change in item["what"]:
                self.stdout.write(f"    {change['label']}: «{change['before']}» → «{change['after']}»")
        for section in told["sections"]:
            self.stdout.write(f"раздел {section['number']}: «{section['before']}» → «{section['after']}»")
        for each in told["indicators"]:
            what = "цель" if each["before"] else "новый показатель"
            change = f"{each['before']} → {each['after']}" if each["before"] else f"{each['unit']}, {each['after']}"
            self.stdout.write(f"п. {each['number']}  {what}: {each['name']}: {change}")
        for warning in told["warnings"]:
            self.stdout.write(f"внимание: {warning}")
        count = sum(item["action"] != "same" for item in told["items"])
        done = "Было бы изменено" if is_dry else "Изменено"
        self.stdout.write(
            f"{done} с {told['first_year']} года: пунктов — {count}, названий разделов — {len(told['sections'])}, "
            f"показателей и целей — {len(told['indicators'])}."
        )


def _read(path: Path) -> PlanFile:
    try:
        return read_plan_file(path.read_bytes(), path.name)
    except OSError as error:
        raise CommandError(f"Не удалось прочитать {path}: {in_russian(error)}.", returncode=_FILE_REFUSED) from error
    except Refused as refused:
        raise CommandError(f"{path.name}: {refused}", returncode=_FILE_REFUSED) from refused


def _administrator(username: str | None) -> User:
    """Who brings the edition in: the one that was named, or the only one there is."""
    people = [user for user in User.objects.filter(is_active=True, is_staff=True) if access.may_edit_plans(user)]
    names = ", ".join(sorted(user.username for user in people)) or "ни одного"
    if username is not None:
        people = [user for user in people if user.username == username]
    if len(people) == 1:
        return people[0]
    if username is not None:
        message = f"«{username}» не администратор планов (есть: {names})."
    else:
        message = f"Укажите --by: от имени какого администратора вносится редакция (есть: {names})."
    raise CommandError(message, returncode=_NOTHING_USABLE)


def _ticks(edition: Edition, *, keep_missing: bool) -> set[str]:
    gone = {entry.key for entry in edition.entries if entry.action is Action.REMOVED}
    return edition.usual_ticks() - (gone if keep_missing else set())


def _plain(now: Edition, ticks: set[str], plan: Plan) -> dict[str, Any]:
    names = dict(Organization.objects.values_list("pk", "short_name"))
    titles = queries.section_titles(plan, now)

    def said(change: Change) -> dict[str, str]:
        before, after = queries.change_texts(change, names, titles)
        is_new = not change.before and change.field in ("executors", "section")
        return {
            "field": change.field,
            "label": queries.FIELD_LABELS[change.field],
            "before": "" if is_new else before,
            "after": after,
        }

    items = []
    warnings = list(now.warnings)
    for entry in now.entries:
        if entry.action is Action.ASKED:
            warnings.append(f"{entry.place}: пропущено, {entry.reason}: «{' '.join(entry.wording.split())[:100]}».")
        elif entry.action is Action.REMOVED and entry.key not in ticks:
            warnings.append(f"Пункта {entry.number} в файле нет, он оставлен в плане.")
        else:
            what = [] if entry.action is Action.REMOVED else [said(change) for change in entry.changes]
            items.append({"number": entry.number, "action": str(entry.action), "what": what})
    if now.unknown:
        warnings.append(f"Исполнители не распознаны: {'; '.join(now.unknown)}.")
    return {
        "items": items,
        "sections": [
            {"number": number, "before": before, "after": after}
            for number, before, after in now.sections
            if f"section-{number}" in ticks
        ],
        "indicators": [
            {
                "number": each.number,
                "name": each.name,
                "unit": each.unit,
                "before": "" if each.indicator is None else goal_text(each.before),
                "after": goal_text(each.after),
            }
            for each in now.indicators
            if each.key in ticks
        ],
        "warnings": warnings,
    }
