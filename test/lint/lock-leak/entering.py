# What enters a scope comes back with the lock on purpose; where it raises, nobody leaves the scope.
import threading


class RaisesLate:
    def __init__(self):
        self._lock = threading.Lock()
        self.closed = False

    def __enter__(self):  # raises_bad
        self._lock.acquire()  # warn lock-leak "an exception leaves it taken" # step A1
        if self.closed:
            raise RuntimeError("closed")  # step A2
        return self

    def __exit__(self, *exc):
        self._lock.release()


class RaisesEarly:
    def __init__(self):
        self._lock = threading.Lock()
        self.closed = False

    def __enter__(self):  # raises_ok
        if self.closed:
            raise RuntimeError("closed")
        self._lock.acquire()
        return self

    def __exit__(self, *exc):
        self._lock.release()


class GivesBackFirst:
    def __init__(self):
        self._lock = threading.Lock()
        self.closed = False

    def __enter__(self):  # gives_back_ok
        self._lock.acquire()
        if self.closed:
            self._lock.release()
            raise RuntimeError("closed")
        return self

    def __exit__(self, *exc):
        self._lock.release()


class GivesBackInHandler:
    def __init__(self):
        self._lock = threading.Lock()

    def __enter__(self):  # handler_ok
        self._lock.acquire()
        try:
            self.check()
        except BaseException:
            self._lock.release()
            raise
        return self

    def __exit__(self, *exc):
        self._lock.release()

    def check(self):
        raise RuntimeError("no")


class RaisesWithoutLock:
    def __init__(self):
        self._lock = threading.Lock()

    def __enter__(self):  # without_lock_ok
        if not self._lock.acquire(timeout=1):
            raise TimeoutError("nobody gave it back")
        return self

    def __exit__(self, *exc):
        self._lock.release()
