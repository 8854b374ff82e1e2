# After redis/redis-py 14a6fc39bd: an object that is collected gives its connection back, and that takes the lock of the pool.
import threading


class Pool:
    def __init__(self):
        self._lock = threading.Lock()
        self._free = []

    def take_bad(self):
        with self._lock:  # step B1
            return self._free.pop()

    def release(self, connection):
        with self._lock:  # step A2
            self._free.append(connection)


class Subscription:
    def __init__(self, pool: Pool):
        self.pool = pool

    def __del__(self):  # warn lock-in-finalizer
        self.pool.release(self)  # step A1

    def close_ok(self):
        self.pool.release(self)
