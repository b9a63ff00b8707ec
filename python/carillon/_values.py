"""Values on their way: moments, days and times become JSON and come back."""

from datetime import date, datetime, time

DAY, MOMENT = "$d", "$t"


def pack(value):
    if value is None or type(value) in (str, int, float, bool):
        return value
    if isinstance(value, datetime):
        # A moment without a zone is in the school's own.
        return {MOMENT: round(value.timestamp() * 1000)}
    if isinstance(value, date):
        return {DAY: value.isoformat()}
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value)
    if isinstance(value, str):
        return str.__str__(value) + ""
    if isinstance(value, (list, tuple, set, frozenset)):
        return [pack(each) for each in value]
    raise ValueError(f"a value of type {type(value).__name__} cannot be handed to Carillon")


def unpack(value, kind):
    if value is None:
        return None
    if kind == "moment":
        return datetime.fromtimestamp(value / 1000)
    if kind == "day":
        return date.fromisoformat(value)
    return value
