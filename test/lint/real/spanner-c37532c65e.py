# After googleapis/python-spanner c37532c65e: a lock of threads, handed through a function that only marks it, is held while a session is made.
import asyncio
import threading

from marks import Both


class Sessions:
    def __init__(self):
        self._lock = threading.Lock()
        self._loop_lock = asyncio.Lock()
        self._session = None

    async def session_bad(self):
        with Both.marked(self._lock):  # step A1
            if self._session is None:
                self._session = await self.make()  # warn await-under-lock # step A2
            return self._session

    async def session_ok(self):
        async with self._loop_lock:
            if self._session is None:
                self._session = await self.make()
            return self._session

    async def make(self):
        return object()
