"""Renders templates with Debian's Jinja2 as LAVA sets it up. Reads one JSON object a line, answers each with one.

{"templates": {name: text}, "name": ..., "variables": {...}} or {"directories": [path, ...], "name": ..., "variables": {...}}
gives {"text": ...}, or {"error": class of the exception, "message": ...}.
"""
import json
import sys
import time

from jinja2 import ChoiceLoader, DictLoader, FileSystemLoader
from jinja2.sandbox import SandboxedEnvironment


def environment(request):
    loaders = [DictLoader(request.get("templates", {}))]
    loaders += [FileSystemLoader(path) for path in request.get("directories", [])]
    return SandboxedEnvironment(loader=ChoiceLoader(loaders), trim_blocks=True, autoescape=False)


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
