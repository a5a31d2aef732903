# Listens to LAVA's events as their subscribers do, and prints one line an event: topic, user, and the object with its members in order.
# usage: subscriber.py ENDPOINT [TOPIC]
import datetime
import json
import sys
import uuid
import zmq

socket = zmq.Context().socket(zmq.SUB)
socket.setsockopt(zmq.IPV6, 1)
socket.setsockopt(zmq.SUBSCRIBE, (sys.argv[2] if len(sys.argv) > 2 else "").encode())
socket.connect(sys.argv[1])
while True:
    topic, identity, moment, user, data = (frame.decode() for frame in socket.recv_multipart())
    uuid.UUID(identity)
    datetime.datetime.fromisoformat(moment)
    print(topic, user, json.dumps(json.loads(data)), flush=True)
