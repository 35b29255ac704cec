"""Looking for words whatever their case, in any alphabet: ``note__folded="ñandú"``.

SQLite knows upper and lower case of A to Z only, so there the comparing is done here; PostgreSQL knows all letters.
"""

from django.db.backends.signals import connection_created
from django.db.models import CharField, Field, TextField
from django.db.models.lookups import IContains

FUNCTION = "tend_has"


def has(text: str | None, folded: str) -> bool:
    """Whether some words, already casefolded, stand in a text."""
    return text is not None and folded in text.casefold()


class Folded(IContains):
    """Like ``icontains``, and on SQLite for all letters too."""

    lookup_name = "folded"

    def as_sql(self, compiler, connection):
        # Which operator a server uses for it is known by the lookup's own name.
        return IContains(self.lhs, self.rhs).as_sql(compiler, connection)

    def as_sqlite(self, compiler, connection, **more):
        words, params = self.process_lhs(compiler, connection)
        return f"{FUNCTION}({words}, %s)", [*params, str(self.rhs).casefold()]


def _teach(connection, **_more) -> None:
    if connection.vendor == "sqlite":
        connection.connection.create_function(FUNCTION, 2, has, deterministic=True)


def install() -> None:
    """Called once, before the first connection: every connection to SQLite learns to compare."""
    connection_created.connect(_teach, dispatch_uid=FUNCTION)
    kind: type[Field]
    for kind in (CharField, TextField):
        kind.register_lookup(Folded)
