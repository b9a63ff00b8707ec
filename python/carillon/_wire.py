"""The one pipe to Carillon: frames of JSON, four bytes of length before each."""

import json
import os

_encode = json.JSONEncoder(ensure_ascii=True, allow_nan=False, separators=(",", ":")).encode
_decode = json.JSONDecoder().decode
_state = {"fd": -1, "number": 0, "come": b""}


class CarillonError(Exception):
    """Carillon refused what the scenario asked; the message says why and what to do."""


class PermissionDenied(CarillonError):
    """The scenario has not been granted the permission that this needs."""


class LimitReached(CarillonError):
    """The scenario asked for more than its limits allow."""


_errors = {"permission": PermissionDenied, "limit": LimitReached, "value": ValueError, "lookup": LookupError}


def open_wire():
    if _state["fd"] < 0:
        _state["fd"] = os.open("/dev/carillon", os.O_RDWR)
    _state["number"] = 0


def _read(length):
    # What has come is taken at once, header and body together: each look at the pipe costs as much as a question.
    while len(_state["come"]) < length:
        part = os.read(_state["fd"], 1 << 20)
        if not part:
            raise SystemExit("Carillon has gone")
        _state["come"] += part
    taken, _state["come"] = _state["come"][:length], _state["come"][length:]
    return taken


def receive():
    return _decode(_read(int.from_bytes(_read(4), "big")).decode("utf-8"))


def send(frame):
    body = _encode(frame).encode("ascii")
    data = len(body).to_bytes(4, "big") + body
    while data:
        data = data[os.write(_state["fd"], data) :]


def tell(op, **what):
    """Says something that needs no answer."""
    _state["number"] += 1
    send({"n": _state["number"], "op": op, **what})


def call(op, **what):
    """Asks something and waits for the answer."""
    _state["number"] += 1
    try:
        send({"n": _state["number"], "op": op, **what})
    except (TypeError, ValueError) as error:
        _state["number"] -= 1
        raise ValueError(f"a value cannot be handed to Carillon: {error}") from None
    answer = receive()
    if "error" in answer:
        raise _errors.get(answer["error"], CarillonError)(answer["text"])
    return answer.get("value")
