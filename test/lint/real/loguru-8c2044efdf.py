# After Delgan/loguru 8c2044efdf: what a handler has still to write is awaited under its lock of threads.
import threading


class Handler:
    def __init__(self, sink):
        self._lock = threading.Lock()
        self._sink = sink

    async def complete_bad(self):
        with self._lock:  # step A1
            await self._sink.complete()  # warn await-under-lock # step A2

    async def complete_ok(self):
        with self._lock:
            sink = self._sink
        await sink.complete()
