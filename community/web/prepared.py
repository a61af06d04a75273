"""QuerySets whose SQL is composed once, for pages that are opened all the time.

Composing the SQL of a page takes Django longer than PostgreSQL needs to answer it, and gives the same text each time.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import BigIntegerField, BooleanField, CharField, Field, Func, Model, QuerySet, Value
from django.db.models.query import ModelIterable
from django.db.models.sql.compiler import SQLCompiler

ModelT = TypeVar("ModelT", bound=Model)


class Given(Value):
    """Stands in a QuerySet for a number that each run names: `.filter(pk=Given("question"))`."""

    _kind: type[Field[Any, Any]] = BigIntegerField

    def __init__(self, name: str) -> None:
        super().__init__(name, output_field=self._kind())

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, Any]:
        """Leave a mark where the value belongs."""
        return "%s", [self]


class GivenText(Given):
    """Stands for a text."""

    _kind = CharField


class IsOneOf(Func):
    """Says that a number is in a list of any length: `.filter(IsOneOf("target_id", Given("targets")))`."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = BooleanField()


class Prepared(Generic[ModelT]):
    """A QuerySet of model instances that runs again and again, with other values in the place of its Givens.

    Select_related, defer and annotations work as ever; slices do not, give `limit` and `offset` to the run. Make one
    once and keep it: what it composes stays with it.
    """

    def __init__(self, queryset: QuerySet[ModelT]) -> None:
        self._queryset = queryset
        self._compiler: SQLCompiler | None = None
        self._text = ""
        self._values: tuple[Any, ...] = ()

    def run(self, *, limit: int | None = None, offset: int = 0, **given: Any) -> list[ModelT]:
        """Return the rows. Raises KeyError when a Given has no value."""
        compiler = copy(self._compiler or self._compose())
        compiler.connection = connection
        text = self._text if limit is None else f"{self._text} LIMIT {int(limit)} OFFSET {int(offset)}"
        run: Any = _Run(compiler, text, _filled(self._values, given))
        return list(ModelIterable(run))

    def _compose(self) -> SQLCompiler:
        compiler: SQLCompiler = self._queryset.query.get_compiler(using=DEFAULT_DB_ALIAS)
        text, values = compiler.as_sql()
        self._text, self._values = text, tuple(values)
        # Last: another thread that sees it finds the rest in place.
        self._compiler = compiler
        return compiler


class _Run:
    """What ModelIterable asks of a QuerySet."""

    db = DEFAULT_DB_ALIAS
    _known_related_objects: Mapping[Any, Any] = {}

    def __init__(self, compiler: SQLCompiler, text: str, values: tuple[Any, ...]) -> None:
        compiler.as_sql = lambda *_, **__: (text, values)  # type: ignore[method-assign]  # of this copy only
        self.query = self
        self._compiler = compiler

    def get_compiler(self, using: str) -> SQLCompiler:
        """Return the compiler that has composed already."""
        return self._compiler


def _filled(values: tuple[Any, ...], given: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(given[value.value] if isinstance(value, Given) else value for value in values)
