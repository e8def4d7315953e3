"""Events, receipts and issued documents: the database itself refuses to change or delete them."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Model

from reports import actions
from reports.models import Event, IssuedDocument, Receipt, guard

from .conftest import Stage


@pytest.fixture
def records(stage: Stage) -> dict[type[Model], Model]:
    stage.submit()
    issued = actions.issue(report=stage.last_year, file_format="docx", by=stage.clerk)
    return {Event: Event.objects.latest("pk"), Receipt: Receipt.objects.get(), IssuedDocument: issued}


@pytest.mark.parametrize("model", [Event, Receipt, IssuedDocument])
def test_nothing_changes_or_deletes_a_record(records: dict[type[Model], Model], model: type[Model]) -> None:
    table = model._meta.db_table
    pk = records[model].pk
    for statement in (f"UPDATE {table} SET id = id WHERE id = %s", f"DELETE FROM {table} WHERE id = %s"):
        with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
            connection.cursor().execute(statement, [pk])
    with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
        model._default_manager.filter(pk=pk).delete()
    with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
        records[model].save()
    assert model._default_manager.filter(pk=pk).exists()


@pytest.mark.database("sqlite")
@pytest.mark.parametrize(
    ("model", "pk"),
    [
        (Event, "id"),
        (Receipt, "id"),
        (IssuedDocument, "id"),
        (Receipt, "id + 1000"),  # the same report and version
        (IssuedDocument, "id + 1000"),
    ],
)
def test_nothing_is_inserted_in_the_place_of_a_record(
    records: dict[type[Model], Model], model: type[Model], pk: str
) -> None:
    table = model._meta.db_table
    columns = [str(field.column) for field in model._meta.concrete_fields if not field.primary_key]
    values = ["'2000-01-01'" if column == "at" else column for column in columns]
    before = list(model._default_manager.order_by("pk").values())
    statement = (
        f"INSERT OR REPLACE INTO {table} (id, {', '.join(columns)}) "
        f"SELECT {pk}, {', '.join(values)} FROM {table} WHERE id = %s"
    )
    with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
        connection.cursor().execute(statement, [records[model].pk])
    assert list(model._default_manager.order_by("pk").values()) == before


def test_the_guard_survives_another_migrate(records: dict[type[Model], Model]) -> None:
    guard.install("default")
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.all().delete()


def test_a_table_is_not_emptied_at_once(records: dict[type[Model], Model]) -> None:
    connection.check_constraints()  # nothing is left to be checked that would refuse it for another reason
    everything = {"postgresql": "TRUNCATE reports_event CASCADE", "sqlite": "DELETE FROM reports_event"}
    with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
        connection.cursor().execute(everything[connection.vendor])
