import asyncio
import threading

import wrapping


class Pool:
    def __init__(self):
        self._lock = asyncio.Lock()
        self._free = []

    async def take_bad(self):
        async with self._lock:  # step[1] A1
            connection = self._free.pop()
            await self.connect()  # warn[1] await-under-lock "every task that asks for the lock waits as long" # step[1] A2
        return connection

    async def connect(self):
        await asyncio.open_connection("localhost", 80)  # step[1] A3

    async def take_ok(self):
        async with self._lock:
            connection = self._free.pop()
        await self.connect()
        return connection

    async def settle_ok(self):
        # Letting the others wait is what the lock is for.
        async with self._lock:
            await asyncio.sleep(0.1)


class Proxy(wrapping.ObjectProxy):
    """Passes everything on to what it wraps."""

    def __init__(self, wrapped):
        super().__init__(wrapped())


def Lock():
    return Proxy(threading.Lock)


class Session:
    def __init__(self):
        self._lock = Lock()

    async def renew_bad(self):
        with self._lock:  # step[2] A1
            await asyncio.sleep(1)  # warn[2] await-under-lock "a lock of threads" # step[2] A2
