"""Very many plans in seconds: rows made by PostgreSQL itself, each column not named here at its default."""

from django.db import connection

KEY = "('00000000-0000-7000-8000-' || lpad(to_hex({}), 12, '0'))::uuid"


def key(number: str = "i") -> str:
    """SQL for the primary key of row ``number`` of any of these tables."""
    return KEY.format(number)


def fill(model, first: int, last: int, **expressions: str) -> None:
    """Rows ``first`` to ``last``; ``expressions``: SQL by attribute name, in which ``i`` is the row's number."""
    values, constants = {}, []
    for field in model._meta.concrete_fields:
        if field.attname in expressions:
            values[field.column] = expressions[field.attname]
        elif field.primary_key and field.db_type(connection) == "uuid":
            values[field.column] = key()
        elif not field.primary_key:
            values[field.column] = f"%s::{field.db_type(connection)}"
            constants.append(field.get_db_prep_save(field.get_default(), connection))
    columns = ", ".join(f'"{column}"' for column in values)
    with connection.cursor() as cursor:
        # No foreign key is looked up for rows that are known to have their parents.
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            f"INSERT INTO {model._meta.db_table} ({columns}) "
            f"SELECT {', '.join(values.values())} FROM generate_series({first}, {last}) AS i",
            constants,
        )
        cursor.execute("SET session_replication_role = DEFAULT")


def families(first: int, last: int) -> None:
    """People with a confirmed address, each with a family and a child of the same number."""
    from allauth.account.models import EmailAddress

    from care.household.models import Household, Membership, Patient, User

    fill(User, first, last, email="i || '@example.org'", display_name="i::text", password="'!'")
    fill(EmailAddress, first, last, user_id=key(), email="i || '@example.org'", verified="true", primary="true")
    fill(Household, first, last, name="i::text", time_zone="'UTC'")
    fill(Membership, first, last, household_id=key(), user_id=key(), role="'guardian'")
    fill(Patient, first, last, household_id=key(), name="'C'")


def plans(first: int, last: int, *, due: str, people: int) -> None:
    """Plans of the evening check, due at the SQL instant ``due``; children and listeners by turns among ``people``."""
    from reminders.models import Plan, Recipient

    fill(
        Plan,
        first,
        last,
        patient_id=key(f"mod(i, {people}) + 1"),
        kind="'evening-check'",
        key="i::text",
        local_time="'20:30'",
        time_zone="'UTC'",
        in_quiet_hours="true",
        next_due_at=due,
    )
    fill(Recipient, first, last, plan_id=key(), user_id=key(f"mod(i, {people}) + 1"), channel="'email'")


def settle_down() -> None:
    """What autovacuum does in time."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
