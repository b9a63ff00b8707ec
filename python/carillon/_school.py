"""What a scenario speaks through: the bot, the workbook, the log, the clock of the school."""

import logging
import sys
from datetime import date, datetime
from zoneinfo import ZoneInfo

from ._models import Row, _models
from ._values import pack
from ._wire import call, tell

settings = {"zone": "UTC", "language": "fr", "name": ""}


def say(french, english):
    return french if settings["language"] == "fr" else english


def school_zone():
    return ZoneInfo(settings["zone"])


def now():
    """This moment in the school's zone."""
    return datetime.now()


def today():
    """This day in the school's zone."""
    return date.today()


def in_zone(moment, zone):
    """The same moment as the clocks of another zone show it."""
    return moment.astimezone(ZoneInfo(zone))


def escape(text):
    """Text that may hold <, > or &, safe inside an HTML message."""
    return str(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


class Bot:
    """What it sends goes through Carillon's outbox once the scenario has ended well."""

    def send_message(self, chat_id, text, parse_mode=None, **_unused):
        if isinstance(chat_id, Row):
            chat_id = chat_id.chat_id
        if not isinstance(text, str):
            raise TypeError(f"the text of a message is text, not {type(text).__name__}")
        mode = "text" if parse_mode is None else str(parse_mode).lower()
        return call("send", chat=str(chat_id), text=text, mode=mode)

    def send_to_admin(self, text, parse_mode=None):
        return self.send_message("admin", text, parse_mode)

    def send_ranking_message(self, group, ranking=None, title=None):
        """Sends a published ranking, by default the newest of the group, as text."""
        if not isinstance(group, Row):
            group = _models["Group"].query.filter_by(chat_id=str(group)).one()
        if ranking is None:
            newest = _models["Ranking"]._attribute("to_at").desc()
            ranking = _models["Ranking"].query.filter_by(group_id=group.id).order_by(newest).first()
        if ranking is None:
            raise LookupError(f"{group.title} has no ranking yet")
        return self.send_message(group.chat_id, format_ranking(ranking, title), "HTML")

    def format_course_message(self, session):
        return format_course_message(session)


def init_telegram_bot():
    return Bot()


def format_ranking(ranking, title=None):
    """A ranking as the lines of a message, in HTML."""
    medals = {1: "🥇", 2: "🥈", 3: "🥉"}
    head = title or say("Classement", "Ranking")
    lines = [f"🏆 <b>{escape(head)}</b>", ""]
    for line in sorted(ranking.lines, key=lambda each: each.rank):
        lines.append(f"{medals.get(line.rank, f'{line.rank}.')} {escape(line.name)} — {line.points}")
    return "\n".join(lines)


def format_course_message(session):
    """A session as the lines of a message, in HTML: course, time, coach and link."""
    lines = [f"📚 <b>{escape(session.course_title)}</b>"]
    starts = session.starts_at
    lines.append(f"🕗 {starts:%d/%m} {starts:%H:%M} ({escape(settings['zone'])})")
    if session.coach_name:
        lines.append(f"👤 {escape(session.coach_name)}")
    if session.zoom_link:
        lines.append(f"🔗 {escape(session.zoom_link)}")
    return "\n".join(lines)


class ExcelProcessor:
    """The school's workbook to read, and report workbooks to write."""

    def sheet_names(self):
        return call("sheets")

    def read_sheet(self, name=None, header=True):
        """The rows of a sheet: dictionaries by its first row, or lists with header=False."""
        rows = call("sheet", name=name)
        if not header:
            return rows
        if not rows:
            return []
        heads = [str(head).strip() if head is not None else "" for head in rows[0]]
        return [dict(zip(heads, row)) for row in rows[1:] if any(cell is not None for cell in row)]

    def write_report(self, file_name, sheets):
        """Keeps a workbook with the run. `sheets`: rows, or rows by the sheet's name."""
        if not isinstance(sheets, dict):
            sheets = {"Report": sheets}
        made = {str(name): [[pack(cell) for cell in _cells(row)] for row in rows] for name, rows in _with_heads(sheets)}
        return call("report", file=str(file_name), sheets=made)


def _with_heads(sheets):
    for name, rows in sheets.items():
        rows = list(rows)
        if rows and isinstance(rows[0], dict):
            heads = list(rows[0])
            rows = [heads, *[[row.get(head) for head in heads] for row in rows]]
        yield name, rows


def _cells(row):
    return row.values() if isinstance(row, dict) else row


excel_processor = ExcelProcessor()


class _LogStream:
    """What `print` writes, line by line, into the run's log."""

    encoding = "utf-8"
    errors = "replace"

    def __init__(self, level):
        self._level, self._rest = level, ""

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"text is needed, not {type(text).__name__}")
        self._rest += text
        while "\n" in self._rest or len(self._rest) > 4000:
            line, _, rest = self._rest.partition("\n")
            if len(line) > 4000:
                line, rest = self._rest[:4000], self._rest[4000:]
            self._rest = rest
            tell("log", level=self._level, text=line)
        return len(text)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def flush(self):
        if self._rest:
            line, self._rest = self._rest, ""
            tell("log", level=self._level, text=line)

    def isatty(self):
        return False

    def writable(self):
        return True

    def readable(self):
        return False


class _LogHandler(logging.Handler):
    def emit(self, record):
        level = "error" if record.levelno >= 40 else "warning" if record.levelno >= 30 else "info"
        for line in self.format(record).split("\n"):
            tell("log", level=level, text=line[:4000])


def open_log():
    sys.stdout, sys.stderr = _LogStream("info"), _LogStream("warning")
    logging.root.handlers[:] = [_LogHandler()]
    logging.root.setLevel(logging.INFO)


logger = logging.getLogger("scenario")
