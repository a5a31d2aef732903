# A worker of LAVA's protocol 3, as far as a master can tell: says HELLO, PINGs, runs what it is told by printing lines, and reports.
# usage: worker.py NAME MASTER LOGS [silent-logs | crash | slow | events | meddle=JOB]
import lzma
import sys
import time
import zmq

name, master, logs = sys.argv[1:4]
manner = sys.argv[4] if len(sys.argv) > 4 else ""
context = zmq.Context()
control = context.socket(zmq.ROUTER)
control.setsockopt(zmq.IDENTITY, name.encode())
control.setsockopt(zmq.CONNECT_RID, b"master")
control.setsockopt(zmq.LINGER, 0)
control.setsockopt(zmq.IPV6, 1)
control.connect(master)
lines = context.socket(zmq.PUSH)
lines.setsockopt(zmq.IPV6, 1)
lines.connect(logs)
jobs = {}


def say(*frames):
    control.send_multipart([b"master", *frames])


def line(job, level, message):
    lines.send_multipart([job, ('{"dt": "2026-11-28T21:00:00.000000", "lvl": "%s", "msg": %s}' % (level, message)).encode()])


def run(job):
    say(b"START_OK", job)
    for number in range(25):
        line(job, "target", '"line %d of %s"' % (number, job.decode()))
    if manner == "slow":
        return
    if manner == "events":
        line(job, "marker", '{"case": "boot", "type": "start_test_case"}')
        line(job, "event", '"the board is warm"')
        line(job, "marker", '{"case": "boot", "type": "end_test_case"}')
    if manner == "crash":
        end(job, b"it fell", b"")
        return
    line(job, "results", '{"definition": "0_smoke", "case": "boot", "result": "pass", "measurement": ! "3.5", "units": "s"}')
    line(job, "results", '{"definition": "0_smoke", "case": "net", "result": "fail"}')
    if manner != "silent-logs":
        line(job, "results", '{"definition": "lava", "case": "job", "result": "pass"}')
    end(job, b"", lzma.compress(b"job: {}\n"))


def end(job, errors, description):
    jobs[job] = (errors, description)
    say(b"END", job, errors, description)


time.sleep(0.2)
say(b"HELLO", b"3")
if manner.startswith("meddle="):
    other = manner[len("meddle="):].encode()
    line(other, "target", '"a stranger was here"')
    line(other, "results", '{"definition": "lava", "case": "job", "result": "fail"}')
    end(other, b"a stranger says so", b"")
heard = time.monotonic()
while True:
    if not control.poll(1000):
        if time.monotonic() - heard > 2:
            say(b"PING")
            heard = time.monotonic()
        continue
    _, action, *rest = control.recv_multipart()
    print(action.decode(), *[frame.decode()[:300] for frame in rest[:3]], flush=True)
    if action == b"HELLO_OK":
        heard = time.monotonic()
    elif action == b"START":
        if rest[0] in jobs:
            say(b"END", rest[0], *jobs[rest[0]])
        else:
            run(rest[0])
    elif action == b"STATUS":
        say(*((b"END", rest[0], *jobs[rest[0]]) if rest[0] in jobs else (b"START_OK", rest[0])))
    elif action == b"CANCEL":
        end(rest[0], b"", b"")
