"""Triggers that let nobody change or delete an entry of the activity trail, on both databases.

Allowed is exactly one change: filling in the seal of an entry that has none. An entry goes only after its whole
organisation has gone. PostgreSQL's TRUNCATE stays possible to the tables' owner, whom the application never is.

A later migration that makes SQLite copy the table must call `install` again: the copy carries no triggers.
"""

from typing import Any

TABLE = "operations_trailentry"
REFUSAL = "entries of the activity trail are never changed or deleted"

SAID = (
    "id",
    "organisation_id",
    "public_id",
    "at",
    "actor",
    "actor_name",
    "action",
    "target_kind",
    "target_id",
    "target_name",
    "details",
)


def install(apps: Any, schema_editor: Any) -> None:
    """Create the triggers; the signature is that of a migration's function."""
    remove(apps, schema_editor)
    statements = _sqlite() if schema_editor.connection.vendor == "sqlite" else _postgresql()
    for statement in statements:
        schema_editor.execute(statement)


def remove(apps: Any, schema_editor: Any) -> None:
    """Drop the triggers if they are there."""
    where = "" if schema_editor.connection.vendor == "sqlite" else f" ON {TABLE}"
    for name in ("trail_no_update", "trail_no_delete"):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}{where}")


def _sqlite() -> list[str]:
    same = " AND ".join(f"NEW.{column} IS OLD.{column}" for column in SAID)
    return [
        f"""CREATE TRIGGER trail_no_update BEFORE UPDATE ON {TABLE}
            WHEN NOT (OLD.sequence IS NULL AND NEW.sequence IS NOT NULL AND {same})
            BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
        f"""CREATE TRIGGER trail_no_delete BEFORE DELETE ON {TABLE}
            WHEN EXISTS (SELECT 1 FROM organisations_organisation WHERE id = OLD.organisation_id)
            BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",  # noqa: S608
    ]


def _postgresql() -> list[str]:
    same = " AND ".join(f"NEW.{column} IS NOT DISTINCT FROM OLD.{column}" for column in SAID)
    return [
        f"""CREATE OR REPLACE FUNCTION cem_refuse_trail_change() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
        f"""CREATE OR REPLACE FUNCTION cem_refuse_trail_delete() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF EXISTS (SELECT 1 FROM organisations_organisation WHERE id = OLD.organisation_id) THEN
                    RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
                END IF;
                RETURN OLD;
            END $$""",  # noqa: S608 (constants of this file)
        f"""CREATE TRIGGER trail_no_update BEFORE UPDATE ON {TABLE} FOR EACH ROW
            WHEN (NOT (OLD.sequence IS NULL AND NEW.sequence IS NOT NULL AND {same}))
            EXECUTE FUNCTION cem_refuse_trail_change()""",
        f"""CREATE TRIGGER trail_no_delete BEFORE DELETE ON {TABLE} FOR EACH ROW
            EXECUTE FUNCTION cem_refuse_trail_delete()""",
    ]
