"""A switch between network devices: what comes in by one goes out by all others, late, and some of it never.

switch.py DELAY JITTER LOSS DIRECTORY DEVICE...    (seconds, seconds, 0 to 1)

While there is a file DIRECTORY/DEVICE nothing passes that device, in neither direction. DIRECTORY/lost has a byte for each frame that was lost.
"""
import heapq
import os
import random
import select
import socket
import sys
import time

SOL_PACKET, PACKET_VNET_HDR, ETH_P_ALL = 263, 15, 3

delay, jitter, loss = (float(word) for word in sys.argv[1:4])
directory = sys.argv[4]
chance = random.Random(20261130)
ports = {}
for name in sys.argv[5:]:
    port = ports[name] = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
    # With what the sender has left to the device to do: checksums, and cutting what is long into frames.
    port.setsockopt(SOL_PACKET, PACKET_VNET_HDR, 1)
    port.bind((name, 0))
lost = open(os.path.join(directory, "lost"), "ab", buffering=0)
waiting, number = [], 0


def is_cut(name):
    return os.path.exists(os.path.join(directory, name))


print("ready", flush=True)
while True:
    wait = max(0.0, waiting[0][0] - time.monotonic()) if waiting else None
    for port in select.select(list(ports.values()), [], [], wait)[0]:
        frame, address = port.recvfrom(1 << 17)
        if address[2] == socket.PACKET_OUTGOING or is_cut(address[0]):
            continue
        for name in ports:
            if name == address[0] or is_cut(name):
                continue
            if chance.random() < loss:
                lost.write(b".")
                continue
            heapq.heappush(waiting, (time.monotonic() + max(0.0, delay + chance.uniform(-jitter, jitter)), number, name, frame))
            number += 1
    while waiting and waiting[0][0] <= time.monotonic():
        _, _, name, frame = heapq.heappop(waiting)
        try:
            if not is_cut(name):
                ports[name].send(frame)
        except OSError:
            # A full queue loses too.
            lost.write(b".")
