"""Time zones without files: their changes come from the machine that starts the scenario."""

import io
import struct
import zoneinfo._common

from ._wire import call


def _load(key):
    zone = call("zone", name=str(key))
    if zone is None:
        raise zoneinfo.ZoneInfoNotFoundError(f"No time zone found with key {key}")
    return io.BytesIO(_tzif(zone["types"], zone["changes"]))


def _tzif(types, changes):
    """A TZif file (RFC 8536) of version 2. `types`: [offset, is_dst, name]; `changes`: [at, type], in seconds."""
    names, places = b"", []
    for _, _, name in types:
        places.append(len(names))
        names += name.encode("ascii", "replace") + b"\0"
    head = b"TZif2" + b"\0" * 15
    empty = head + struct.pack(">6l", 0, 0, 0, 0, 1, 1) + struct.pack(">lbb", 0, 0, 0) + b"\0"
    body = head + struct.pack(">6l", 0, 0, 0, len(changes), len(types), len(names))
    body += b"".join(struct.pack(">q", at) for at, _ in changes)
    body += bytes(which for _, which in times)
    body += b"".join(struct.pack(">lbB", offset, dst, place) for (offset, dst, _), place in zip(types, places))
    return empty + body + names + b"\n\n"


def use_host_zones():
    zoneinfo._common.load_tzdata = _load
    zoneinfo.reset_tzpath(())
