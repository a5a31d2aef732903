"""Plays one job of a LAVA worker of protocol 3, and prints what happens: worker.py MASTER LOGS NAME [SERVER.key OWN.key_secret]"""
import lzma
import sys

import zmq
import zmq.auth

master, logs, name = sys.argv[1:4]
context = zmq.Context()


def open_socket(kind):
    socket = context.socket(kind)
    if len(sys.argv) > 4:
        socket.curve_serverkey = zmq.auth.load_certificate(sys.argv[4])[0]
        socket.curve_publickey, socket.curve_secretkey = zmq.auth.load_certificate(sys.argv[5])
    return socket


control = open_socket(zmq.ROUTER)
control.linger = 0
control.setsockopt(zmq.IDENTITY, name.encode())
control.setsockopt(zmq.CONNECT_RID, b"master")
control.sndhwm = 10
control.connect(master)


def receive():
    if not control.poll(60000):
        sys.exit("nothing came within a minute")
    frames = control.recv_multipart()
    assert frames[0] == b"master", frames
    return [frame.decode() for frame in frames[1:]]


def send(*frames):
    control.send_multipart([b"master", *frames])


send(b"HELLO", b"3")
while receive() != ["HELLO_OK"]:
    pass
print("hello", flush=True)
send(b"PING")
print("pong " + receive()[1], flush=True)
action, job, definition, device, dispatcher, env, env_dut = receive()
assert action == "START", action
print("start %s %s %s" % (job, definition, device), flush=True)
send(b"START_OK", job.encode())
push = open_socket(zmq.PUSH)
push.connect(logs)
for number in range(100):
    push.send_multipart([job.encode(), b'{"dt": "2018-06-15T12:00:00.000000", "lvl": "target", "msg": "line %d"}' % number])
push.send_multipart([job.encode(), b'{"dt": "2018-06-15T12:00:01.000000", "lvl": "results", "msg": {"case": "job", "definition": "lava", "result": "pass"}}'])
push.close(linger=-1)
send(b"END", job.encode(), b"a warning of Python", lzma.compress(b"compatibility: 2\n"))
action, job = receive()
print("%s %s" % (action, job), flush=True)
control.close()
context.term()
