"""Reads one text a line, each as a JSON string, and prints for each what PyYAML's C loader makes of it, in one line: the form of PyYaml.Canonical."""
import datetime
import json
import struct
import sys

import yaml


def canonical(value):
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return "int " + hex(value)
    if isinstance(value, float):
        return "float " + ("nan" if value != value else struct.pack(">d", value).hex())
    if isinstance(value, str):
        return "text " + "".join("%04x" % unit for unit in memoryview(value.encode("utf-16-le", "surrogatepass")).cast("H"))
    if isinstance(value, bytes):
        return "bytes " + value.hex()
    if isinstance(value, datetime.datetime):
        offset = value.utcoffset()
        local = value.replace(tzinfo=None).isoformat(" ", "microseconds")
        return "time " + local + ("" if offset is None else " %d" % (offset.total_seconds() // 60))
    if isinstance(value, datetime.date):
        return "date " + value.isoformat()
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(canonical(item) for item in value) + "]"
    if isinstance(value, set):
        return "set{" + ", ".join(sorted(canonical(item) for item in value)) + "}"
    return "{" + ", ".join(canonical(key) + ": " + canonical(item) for key, item in value.items()) + "}"


for line in sys.stdin:
    try:
        print(canonical(yaml.load(json.loads(line), Loader=yaml.CSafeLoader)))
    except RecursionError:
        print("deep")
    except Exception:
        print("error")
