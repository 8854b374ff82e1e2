# After openstack/taskflow d440972d10: what has expired is told of under the write lock of the cache, a lock of the project's own.
from contextlib import contextmanager
from threading import Condition


class ReaderWriterLock:
    def __init__(self):
        self._changed = Condition()
        self._writer = False

    @contextmanager
    def write_lock(self):
        with self._changed:
            while self._writer:
                self._changed.wait()
            self._writer = True
        try:
            yield
        finally:
            with self._changed:
                self._writer = False
                self._changed.notify_all()


class Cache:
    def __init__(self):
        self._lock = ReaderWriterLock()
        self._data = {}

    def set_ok(self, key, value):
        with self._lock.write_lock():
            self._data[key] = value

    def cleanup_bad(self, on_expired_callback=None):
        with self._lock.write_lock():  # step A1
            for value in list(self._data.values()):
                if on_expired_callback:
                    on_expired_callback(value)  # warn callback-under-lock # step A2
            self._data.clear()

    def cleanup_ok(self, on_expired_callback=None):
        with self._lock.write_lock():
            expired = list(self._data.values())
            self._data.clear()
        if on_expired_callback:
            for value in expired:
                on_expired_callback(value)
