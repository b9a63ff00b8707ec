"""What a custom scenario of Carillon can use. All of it is there without import; `from carillon import …` works too."""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, ClassVar, Generic, Literal, Self, TypeVar, overload
from zoneinfo import ZoneInfo

T = TypeVar("T")
M = TypeVar("M")

class CarillonError(Exception):
    """Carillon refused what the scenario asked; its text says why and what to do."""

class PermissionDenied(CarillonError):
    """An operator has not granted what this needs: `carillon scenario grant NAME read|write|send`."""

class LimitReached(CarillonError):
    """A run may have no more messages or changes than its limits allow."""

class Criterion:
    """A condition: combine with & and |, turn round with ~."""

    def __and__(self, other: Criterion) -> Criterion: ...
    def __or__(self, other: Criterion) -> Criterion: ...
    def __invert__(self) -> Criterion: ...

class Order: ...

class ColumnOf(Generic[T]):
    """A column of a model, in a condition: `Course.level == "BBG"`, `Session.starts_at >= now()`."""

    def __eq__(self, other: T | None) -> Criterion: ...  # type: ignore[override]
    def __ne__(self, other: T | None) -> Criterion: ...  # type: ignore[override]
    def __lt__(self, other: T) -> Criterion: ...
    def __le__(self, other: T) -> Criterion: ...
    def __gt__(self, other: T) -> Criterion: ...
    def __ge__(self, other: T) -> Criterion: ...
    def in_(self, values: Iterable[T]) -> Criterion: ...
    def not_in(self, values: Iterable[T]) -> Criterion: ...
    def like(self, pattern: str) -> Criterion: ...
    def ilike(self, pattern: str) -> Criterion: ...
    def not_like(self, pattern: str) -> Criterion: ...
    def contains(self, text: str) -> Criterion: ...
    def startswith(self, text: str) -> Criterion: ...
    def endswith(self, text: str) -> Criterion: ...
    def between(self, low: T, high: T) -> Criterion: ...
    def is_(self, value: T | None) -> Criterion: ...
    def is_not(self, value: T | None) -> Criterion: ...
    def asc(self) -> Order: ...
    def desc(self) -> Order: ...

class Column(Generic[T]):
    """On the model a column for conditions, on a row its value (None where the school does not know it)."""

    @overload
    def __get__(self, row: None, model: type) -> ColumnOf[T]: ...
    @overload
    def __get__(self, row: Model, model: type) -> T: ...
    def __set__(self, row: Model, value: T) -> None: ...

class RelationOf(Generic[M]):
    """A relation in a condition: `Course.sessions.any(status="cancelled")`, `Session.group.has(language="fr")`."""

    def any(self, *criteria: Criterion, **values: Any) -> Criterion: ...
    def has(self, *criteria: Criterion, **values: Any) -> Criterion: ...

class Relation(Generic[M]):
    @overload
    def __get__(self, row: None, model: type) -> RelationOf[M]: ...
    @overload
    def __get__(self, row: Model, model: type) -> M | None: ...

class Relations(Generic[M]):
    @overload
    def __get__(self, row: None, model: type) -> RelationOf[M]: ...
    @overload
    def __get__(self, row: Model, model: type) -> list[M]: ...

class Query(Generic[M]):
    """A question to one model; each method gives a new one, `all`, `first`, `count` … ask it."""

    def filter(self, *criteria: Criterion) -> Self: ...
    def filter_by(self, **values: Any) -> Self: ...
    def order_by(self, *orders: Any) -> Self: ...
    def limit(self, count: int) -> Self: ...
    def offset(self, count: int) -> Self: ...
    def all(self) -> list[M]: ...
    def first(self) -> M | None: ...
    def one(self) -> M: ...
    def one_or_none(self) -> M | None: ...
    def get(self, key: str | int) -> M | None: ...
    def count(self) -> int: ...
    def exists(self) -> bool: ...
    def __iter__(self) -> Iterator[M]: ...

class Model:
    """A row of the school's data."""

def and_(*criteria: Criterion) -> Criterion: ...
def or_(*criteria: Criterion) -> Criterion: ...
def not_(criterion: Criterion) -> Criterion: ...
def asc(column: Any) -> Order: ...
def desc(column: Any) -> Order: ...

class _Session:
    def add(self, row: Model) -> None: ...
    def add_all(self, rows: Iterable[Model]) -> None: ...
    def delete(self, row: Model) -> None: ...
    def commit(self) -> None:
        """Hands the changes over; they are made when the scenario has ended well."""
    def rollback(self) -> None:
        """Forgets the changes since the last commit; messages are not taken back."""
    def flush(self) -> None: ...

class _Database:
    session: _Session

db: _Database

class Bot:
    """What it sends goes through Carillon's outbox, once the scenario has ended well."""

    def send_message(
        self, chat_id: str | int | Group, text: str, parse_mode: Literal["HTML"] | None = ...
    ) -> None:
        """To a group of the school, or to "admin". Without parse_mode the text is sent as it is."""
    def send_to_admin(self, text: str, parse_mode: Literal["HTML"] | None = ...) -> None: ...
    def send_ranking_message(
        self, group: Group | str, ranking: Ranking | None = ..., title: str | None = ...
    ) -> None: ...
    def format_course_message(self, session: Session) -> str: ...

bot: Bot

def init_telegram_bot() -> Bot: ...
def format_course_message(session: Session) -> str: ...
def format_ranking(ranking: Ranking, title: str | None = ...) -> str: ...
def escape(text: object) -> str: ...
def say(french: str, english: str) -> str: ...

class ExcelProcessor:
    """The school's workbook to read, and report workbooks to write."""

    def sheet_names(self) -> list[str]: ...
    def read_sheet(self, name: str | None = ..., header: bool = ...) -> list[Any]: ...
    def write_report(self, file_name: str, sheets: Mapping[str, Sequence[Any]] | Sequence[Any]) -> str:
        """Keeps a workbook with the run; rows are lists, or dictionaries by the column's head."""

excel_processor: ExcelProcessor
logger: logging.Logger

def now() -> datetime: ...
def today() -> date: ...
def in_zone(moment: datetime, zone: str) -> datetime: ...
def school_zone() -> ZoneInfo: ...

class Course(Model):
    """A recurring class: what the timetable calls a course."""

    query: ClassVar[Query[Course]]
    id: Column[str]
    """Key of the course."""
    name: Column[str]
    """Title as in the workbook, without the time."""
    title: Column[str]
    """The same as name."""
    level: Column[str]
    """Level, such as BBG; None where the workbook gives none."""
    group_id: Column[str]
    """Key of its group."""
    group_title: Column[str]
    """Title of its Telegram group."""
    chat_id: Column[str]
    """Chat id of its Telegram group."""
    group: Relation["Group"]
    sessions: Relations["Session"]


class Session(Model):
    """One dated occurrence of a course."""

    query: ClassVar[Query[Session]]
    id: Column[str]
    """Key of the session."""
    course_id: Column[str]
    """Key of its course."""
    course_title: Column[str]
    """Title of its course."""
    level: Column[str]
    """Level of its course."""
    coach_id: Column[str]
    """Key of who teaches it, the substitute included."""
    coach_name: Column[str]
    """Name of who teaches it."""
    group_id: Column[str]
    """Key of its group."""
    date: Column[date]
    """Its day in the timetable's zone."""
    starts_at: Column[datetime]
    """Its start, in the school's zone."""
    ends_at: Column[datetime]
    """Its end, in the school's zone."""
    status: Column[str]
    """scheduled, moved or cancelled."""
    zoom_link: Column[str]
    """Address to join; None while there is no meeting."""
    zoom_id: Column[str]
    """Number of the Zoom meeting."""
    course: Relation["Course"]
    coach: Relation["Coach"]
    group: Relation["Group"]
    attendances: Relations["Attendance"]


class Coach(Model):
    """A person who teaches."""

    query: ClassVar[Query[Coach]]
    id: Column[str]
    """Key of the coach."""
    name: Column[str]
    """Name as in the workbook."""
    email: Column[str]
    """Address, which is also the Zoom host."""
    sessions: Relations["Session"]


class Group(Model):
    """A Telegram group of the school. A scenario changes its language, and switches it off or on."""

    query: ClassVar[Query[Group]]
    id: Column[str]
    """Key of the group."""
    title: Column[str]
    """Title in Telegram."""
    name: Column[str]
    """The same as title."""
    chat_id: Column[str]
    """Chat id, as text: give it to bot.send_message."""
    language: Column[str]
    """fr or en."""
    audience_zones: Column[list[str]]
    """Zones of its people; empty for the school's own."""
    active: Column[bool]
    """False when the bot can no longer write there, or a person switched it off."""
    created_at: Column[datetime]
    """When Carillon first knew it."""
    courses: Relations["Course"]
    sessions: Relations["Session"]
    members: Relations["Member"]
    rankings: Relations["Ranking"]


class Student(Model):
    """A person who learns. People who were merged into another or erased are not shown."""

    query: ClassVar[Query[Student]]
    id: Column[str]
    """Key of the student."""
    name: Column[str]
    """Name that rankings show."""
    created_at: Column[datetime]
    """When Carillon first knew them."""
    memberships: Relations["Member"]
    attendances: Relations["Attendance"]
    points: Relations["PointEntry"]


class Member(Model):
    """A student in a group."""

    query: ClassVar[Query[Member]]
    id: Column[str]
    """Key of the membership."""
    group_id: Column[str]
    """Key of the group."""
    group_title: Column[str]
    """Title of the group."""
    student_id: Column[str]
    """Key of the student."""
    student_name: Column[str]
    """Name of the student."""
    since: Column[datetime]
    """Since when."""
    group: Relation["Group"]
    student: Relation["Student"]


class Attendance(Model):
    """The verdict on one student in one session."""

    query: ClassVar[Query[Attendance]]
    id: Column[str]
    """Key of the verdict."""
    session_id: Column[str]
    """Key of the session."""
    student_id: Column[str]
    """Key of the student."""
    student_name: Column[str]
    """Name of the student."""
    group_id: Column[str]
    """Key of the session's group."""
    starts_at: Column[datetime]
    """Start of the session."""
    present: Column[bool]
    """Was there long enough."""
    minutes: Column[int]
    """Minutes in the meeting."""
    share: Column[float]
    """Part of the session's length, 0 to 1."""
    late: Column[bool]
    """Came late."""
    left_early: Column[bool]
    """Left early."""
    session: Relation["Session"]
    student: Relation["Student"]


class ScheduledMessage(Model):
    """One message of the outbox. A scenario adds its own, and rewords or deletes what has not left."""

    query: ClassVar[Query[ScheduledMessage]]
    id: Column[str]
    """Key of the message."""
    number: Column[int]
    """Number that people see."""
    kind: Column[str]
    """reminder, ranking, custom, alarm …"""
    group_id: Column[str]
    """Key of the group; None for a private message."""
    group_title: Column[str]
    """Title of the group."""
    text: Column[str]
    """Text as Telegram HTML."""
    status: Column[str]
    """planned, held, sending, sent, failed, uncertain, cancelled or expired."""
    due_at: Column[datetime]
    """Not before this moment."""
    expires_at: Column[datetime]
    """Worthless from then on; a day after due_at when not given."""
    sent_at: Column[datetime]
    """When Telegram took it."""
    created_at: Column[datetime]
    """When it was planned."""
    group: Relation["Group"]
    def __init__(self, *, group_id: str, text: str, due_at: datetime, expires_at: datetime | None = ...) -> None: ...


class Ranking(Model):
    """A published ranking of a group."""

    query: ClassVar[Query[Ranking]]
    id: Column[str]
    """Key of the ranking."""
    group_id: Column[str]
    """Key of the group."""
    group_title: Column[str]
    """Title of the group."""
    period: Column[str]
    """day, week or month."""
    from_at: Column[datetime]
    """Start of the period."""
    to_at: Column[datetime]
    """End of the period."""
    group: Relation["Group"]
    lines: Relations["RankingLine"]


class RankingLine(Model):
    """One line of a published ranking."""

    query: ClassVar[Query[RankingLine]]
    id: Column[str]
    """Key of the line."""
    ranking_id: Column[str]
    """Key of the ranking."""
    student_id: Column[str]
    """Key of the student."""
    name: Column[str]
    """Name as published."""
    rank: Column[int]
    """Rank; equal points share one."""
    points: Column[int]
    """Points of the period."""
    ranking: Relation["Ranking"]
    student: Relation["Student"]


class PointEntry(Model):
    """One line of the points ledger. A scenario adds a bonus or a malus; no line is ever changed."""

    query: ClassVar[Query[PointEntry]]
    id: Column[int]
    """Number of the line."""
    student_id: Column[str]
    """Key of the student."""
    student_name: Column[str]
    """Name of the student."""
    group_id: Column[str]
    """Key of the group."""
    points: Column[int]
    """Points, negative for what is taken back."""
    reason: Column[str]
    """message, attendance, bonus, malus …"""
    words: Column[str]
    """Why, in the words of who gives them; kept with the line as JSON."""
    recorded_at: Column[datetime]
    """When it entered the ledger."""
    student: Relation["Student"]
    group: Relation["Group"]
    def __init__(self, *, student_id: str, group_id: str, points: int, words: str) -> None: ...


class Log(Model):
    """A line of the log of a run."""

    query: ClassVar[Query[Log]]
    id: Column[int]
    """Number of the line."""
    run_id: Column[str]
    """Key of the run."""
    scenario: Column[str]
    """Name of the scenario."""
    at: Column[datetime]
    """When it was written."""
    level: Column[str]
    """info, warning or error."""
    message: Column[str]
    """What it says, in both languages, as JSON."""
    run: Relation["Run"]


class Run(Model):
    """One execution of a scenario."""

    query: ClassVar[Query[Run]]
    id: Column[str]
    """Key of the run."""
    number: Column[int]
    """Number that people see."""
    scenario: Column[str]
    """Name of the scenario."""
    cause: Column[str]
    """schedule, chain, manual or catch-up."""
    started_at: Column[datetime]
    """Start."""
    ended_at: Column[datetime]
    """End; None while it runs."""
    outcome: Column[str]
    """succeeded, partial, failed or skipped; None while it runs."""
    logs: Relations["Log"]
