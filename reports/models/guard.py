"""Records that nobody can change or delete, by any way into the database: triggers, on SQLite and PostgreSQL alike.

Installed after every migrate, not by a migration: SQLite drops a table's triggers whenever a migration rebuilds it.
"""

from typing import Any

from django.db import connections
from django.db.models import Model

from .event import Event
from .issued import IssuedDocument
from .review import Receipt

_MODELS: dict[str, type[Model]] = {
    model._meta.db_table: model  # noqa: SLF001 (Django's public _meta)
    for model in (Event, IssuedDocument, Receipt)
}
TABLES = list(_MODELS)
_MESSAGE = "records of this table are never changed or deleted"

_SQLITE = """
CREATE TRIGGER IF NOT EXISTS {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{message}'); END
"""
# "INSERT OR REPLACE" deletes without a word to the triggers of deletion.
_SQLITE_REPLACE = """
CREATE TRIGGER IF NOT EXISTS {table}_no_replace BEFORE INSERT ON {table}
WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})
BEGIN SELECT RAISE(ABORT, '{message}'); END
"""
_POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{_MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
_POSTGRESQL = """
CREATE OR REPLACE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""


def install(using: str, **_kwargs: Any) -> None:
    """Create the triggers where they are missing. A receiver of post_migrate."""
    connection = connections[using]
    present = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in present.intersection(TABLES):
            if connection.vendor == "postgresql":
                cursor.execute(_POSTGRESQL_FUNCTION)
                for verb in ("update", "delete", "truncate"):
                    cursor.execute(_POSTGRESQL.format(table=table, verb=verb))
            else:
                for verb in ("update", "delete"):
                    cursor.execute(_SQLITE.format(table=table, verb=verb, message=_MESSAGE))
                same = _same_key(_MODELS[table])
                cursor.execute(_SQLITE_REPLACE.format(table=table, same=same, message=_MESSAGE))


def _same_key(model: type[Model]) -> str:
    """The SQL condition that a row has a key (the primary one or another) of the row to be inserted."""
    meta = model._meta  # noqa: SLF001 (Django's public _meta)
    keys = [(meta.pk.name,), *(constraint.fields for constraint in meta.total_unique_constraints)]
    columns = {field.name: field.column for field in meta.concrete_fields}
    same = [[f"{columns[name]} = NEW.{columns[name]}" for name in key] for key in keys]
    return " OR ".join(f"({' AND '.join(conditions)})" for conditions in same)
