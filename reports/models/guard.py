"""Records that nobody can change or delete, by any way into the database: triggers, on SQLite and PostgreSQL alike.

Installed after every migrate, not by a migration: SQLite drops a table's triggers whenever a migration rebuilds it.
"""

from typing import Any

from django.db import connections

from .event import Event
from .issued import IssuedDocument
from .review import Receipt

TABLES = [model._meta.db_table for model in (Event, IssuedDocument, Receipt)]  # noqa: SLF001 (Django's public _meta)
_MESSAGE = "records of this table are never changed or deleted"

_SQLITE = """
CREATE TRIGGER IF NOT EXISTS {table}_no_{verb} BEFORE {verb} ON {table}
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
