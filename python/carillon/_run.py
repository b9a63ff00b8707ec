"""Runs one scenario and says how it ended. Started once by the process around it, and never returns to it."""

import ast
import csv
import gc
import json
import linecache
import re
import statistics
import sys
import types
from datetime import date, datetime, time, timedelta, timezone

from . import _models, _query, _school, _wire, _zones

FILE = "<scenario>"


def main():
    """One order. A look at code leaves nothing behind, so another order may follow it; after a run none does."""
    _wire.open_wire()
    order = _wire.receive()
    if order["order"] == "check":
        _wire.tell("end", **_check(order["source"]))
        return
    _zones.use_host_zones()
    _wire.tell("end", **_perform(order))
    # The host ends the process; nothing of it is used again.
    _wire.receive()


def _check(source):
    try:
        tree = compile(source, FILE, "exec", ast.PyCF_ONLY_AST, dont_inherit=True)
        compile(source, FILE, "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        return _failed_syntax(error)
    return {"how": "checked", "defines": _defines_run(tree)}


def _defines_run(tree):
    for statement in ast.walk(tree):
        if isinstance(statement, ast.FunctionDef) and statement.name == "run_scenario":
            return True
        if isinstance(statement, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == "run_scenario" for target in statement.targets
        ):
            return True
    return False


def _failed_syntax(error):
    line = getattr(error, "lineno", None)
    return {
        "how": "syntax",
        "line": line if isinstance(line, int) else None,
        "column": getattr(error, "offset", None),
        "text": (getattr(error, "text", None) or "").strip()[:300],
        "message": _text(getattr(error, "msg", None) or error),
        "type": type(error).__name__,
    }


def _perform(order):
    source = order["source"]
    linecache.cache[FILE] = (len(source), None, source.splitlines(True), FILE)
    _school.settings.update(order["school"])
    _school.open_log()
    scope = _scope(_models.make_models(order["models"]))
    try:
        code = compile(source, FILE, "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        return _failed_syntax(error)
    try:
        exec(code, scope)
        run = scope.get("run_scenario")
        if not callable(run):
            return {"how": "no-function"}
        value = run()
        ended = _judge(value)
        unsaved = _models.db.session._unsaved()
        if unsaved and ended["how"] == "returned":
            ended["unsaved"] = unsaved
    except BaseException as error:
        ended = _told(error)
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:
        pass
    return ended


def _judge(value):
    if type(value) in (tuple, list) and len(value) == 2 and type(value[0]) is bool and isinstance(value[1], str):
        return {"how": "returned", "success": value[0], "message": _text(value[1])[:2000]}
    try:
        shown = repr(value)[:200]
    except BaseException:
        shown = f"<{type(value).__name__}>"
    return {"how": "wrong-return", "shown": _text(shown)}


def _told(error):
    """The error with the lines of the author's code only."""
    steps = []
    trace = error.__traceback__
    lines = linecache.cache.get(FILE, (0, None, [], FILE))[2]
    while trace is not None and len(steps) < 1000:
        code = trace.tb_frame.f_code
        if code.co_filename == FILE:
            number = trace.tb_lineno or 0
            text = lines[number - 1].strip() if 0 < number <= len(lines) else ""
            steps.append({"line": number, "in": code.co_name[:100], "text": text[:300]})
        trace = trace.tb_next
    if len(steps) > 12:
        steps = steps[:6] + steps[-6:]
    return {"how": "raised", "type": type(error).__name__[:100], "message": _text(error)[:2000], "steps": steps}


def _text(value):
    try:
        return "".join([str(value)])
    except BaseException:
        return "(its text cannot be shown)"


def _scope(models):
    package = types.ModuleType("carillon", "What a scenario can import.")
    names = {
        **models,
        "db": _models.db,
        "and_": _query.and_,
        "or_": _query.or_,
        "not_": _query.not_,
        "desc": _query.desc,
        "asc": _query.asc,
        "init_telegram_bot": _school.init_telegram_bot,
        "bot": _school.Bot(),
        "format_course_message": _school.format_course_message,
        "format_ranking": _school.format_ranking,
        "excel_processor": _school.excel_processor,
        "logger": _school.logger,
        "now": _school.now,
        "today": _school.today,
        "in_zone": _school.in_zone,
        "school_zone": _school.school_zone,
        "escape": _school.escape,
        "say": _school.say,
        "CarillonError": _wire.CarillonError,
        "PermissionDenied": _wire.PermissionDenied,
        "LimitReached": _wire.LimitReached,
    }
    library = {
        "date": date,
        "datetime": datetime,
        "time": time,
        "timedelta": timedelta,
        "timezone": timezone,
        "ZoneInfo": _school.ZoneInfo,
        "json": json,
        "re": re,
        "csv": csv,
        "statistics": statistics,
    }
    package.__dict__.update(names)
    package.__all__ = list(names)
    sys.modules["carillon"] = package
    main = types.ModuleType("__main__")
    main.__dict__.update({**library, **names, "__name__": "scenario", "__file__": FILE})
    sys.modules["__main__"] = main
    gc.collect()
    return main.__dict__
