"""Renders templates with Debian's Jinja2 as LAVA sets it up. Reads one JSON object a line, answers each with one.

{"templates": {name: text}, "name": ..., "variables": {...}} or {"directories": [path, ...], "name": ..., "variables": {...}}
gives {"text": ...}, or {"error": class of the exception, "message": ...}.
"""
import json
import sys
import time

from jinja2 import ChoiceLoader, DictLoader, FileSystemLoader
from jinja2.sandbox import SandboxedEnvironment


# Templates of directories are parsed once; those of a request are looked at anew each time.
given = {}
environments = {}


def environment(request):
    directories = tuple(request.get("directories", []))
    given.clear()
    given.update(request.get("templates", {}))
    if "repeat" in request or directories not in environments:
        loader = ChoiceLoader([DictLoader(given), *map(FileSystemLoader, directories)])
        environments[directories] = SandboxedEnvironment(loader=loader, trim_blocks=True, autoescape=False)
    return environments[directories]


def answer(request):
    try:
        started = time.perf_counter()
        created = environment(request)
        text = created.get_template(request["name"]).render(**request.get("variables", {}))
        cold = time.perf_counter() - started
        if "repeat" not in request:
            return {"text": text}
        started = time.perf_counter()
        for _ in range(request["repeat"]):
            created.get_template(request["name"]).render(**request.get("variables", {}))
        return {"text": text, "cold": cold, "warm": (time.perf_counter() - started) / request["repeat"]}
    except Exception as error:  # whatever a template can do wrong
        return {"error": type(error).__name__, "message": str(error)}


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
