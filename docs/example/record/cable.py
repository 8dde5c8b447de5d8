"""A slow network cable: `cable.py END END [SECONDS]` makes two Ethernet devices and carries frames between them in 6 ms,
or in so many seconds.

Does in a few lines what `tc qdisc add ... netem delay` does, on kernels without netem too. A device may be moved to
a namespace: it stays plugged in.
"""

import fcntl
import os
import selectors
import struct
import sys
import time
from collections import deque

DELAY = float(sys.argv[3]) if len(sys.argv) > 3 else 0.006
TUNSETIFF, IFF_TAP, IFF_NO_PI = 0x400454CA, 0x0002, 0x1000  # linux/if_tun.h


def plug(name):
    device = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH22x", name.encode(), IFF_TAP | IFF_NO_PI))
    return device


left, right = (plug(name) for name in sys.argv[1:3])
print("ready", flush=True)
on_their_way = deque()  # (due, end, frame): the delay is the same for all, so the first in is the first out
with selectors.DefaultSelector() as selector:
    selector.register(left, selectors.EVENT_READ, right)
    selector.register(right, selectors.EVENT_READ, left)
    while True:
        patience = max(0, on_their_way[0][0] - time.monotonic()) if on_their_way else None
        for key, _ in selector.select(patience):
            on_their_way.append((time.monotonic() + DELAY, key.data, os.read(key.fd, 65536)))
        while on_their_way and on_their_way[0][0] <= time.monotonic():
            _, end, frame = on_their_way.popleft()
            os.write(end, frame)
