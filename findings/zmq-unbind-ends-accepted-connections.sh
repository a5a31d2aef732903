#!/bin/bash
# libzmq 4.3.4 (Debian 12: libzmq5 4.3.4-6, python3-zmq 24.0.1-4+b1).
#
# A good guess: unbind stops the listening, as close() of a listening TCP socket does, and those who are connected go on.
# Seen: it ends every connection that was accepted there, too, and what the peer has handed over and the application has not read yet is lost without a word: of
# 20,000 messages a handful is left. A receiver that wants to refuse newcomers and still empty what has been sent to it must not unbind: it reads on until nothing comes, and then closes.
#
# Fails when that changes. Needs Debian 12 with apt and its python3; installs nothing.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
apt-get download -q python3-zmq=24.0.1-4+b1 libzmq5=4.3.4-6 libsodium23 libpgm-5.3-0 libnorm1 libbsd0 libmd0 >/dev/null
for package in *.deb; do dpkg -x "$package" root; done

PYTHONPATH=$place/root/usr/lib/python3/dist-packages LD_LIBRARY_PATH=$(echo "$place"/root/usr/lib/*-linux-gnu) timeout 60 /usr/bin/python3 - <<'PY'
import time
import zmq

assert zmq.zmq_version() == "4.3.4", zmq.zmq_version()
context = zmq.Context()


def pair():
    pull, push = context.socket(zmq.PULL), context.socket(zmq.PUSH)
    pull.setsockopt(zmq.RCVHWM, 1)
    push.setsockopt(zmq.SNDHWM, 0)
    push.setsockopt(zmq.LINGER, 0)
    port = pull.bind_to_random_port("tcp://127.0.0.1")
    push.connect(f"tcp://127.0.0.1:{port}")
    return pull, push, f"tcp://127.0.0.1:{port}"


def rest(pull):
    count = 0
    while pull.poll(700):
        pull.recv()
        count += 1
    return count


# Who is connected sends on, and nothing arrives.
pull, push, address = pair()
push.send(b"one")
assert pull.recv() == b"one"
pull.unbind(address)
time.sleep(0.3)
push.send(b"two")
arrived = rest(pull)
print(f"sent after unbind over a connection that was there: 1, arrived: {arrived}")
assert arrived == 0

# What was sent before goes with the connection; the same without unbind is whole.
counts = {}
for unbinds in (False, True):
    pull, push, address = pair()
    for _ in range(20_000):
        push.send(b"x" * 100)
    time.sleep(0.5)
    if unbinds:
        pull.unbind(address)
    counts[unbinds] = rest(pull)
print(f"of 20000 sent before: read without unbind {counts[False]}, read after unbind {counts[True]}")
assert counts[False] == 20_000
assert counts[True] < 1_000
PY
echo "as described"
