import threading


class Cache:
    def __init__(self):
        self._lock = threading.Lock()
        self._again = threading.RLock()
        self._changed = threading.Condition(self._lock)
        self._bare = threading.Condition()
        self._one = threading.Semaphore(1)
        self._many = threading.Semaphore(5)

    def directly_bad(self):
        with self._lock:  # step[1] A1
            with self._lock:  # warn[1] self-deadlock "Cache._lock" # step[1] A2
                pass

    def get_bad(self):
        self._lock.acquire()  # step[2] A1
        try:
            return self.load()  # warn[2] self-deadlock "calls Cache.load" # step[2] A2
        finally:
            self._lock.release()

    def load(self):
        return self._fetch()  # step[2] A3

    def _fetch(self):
        with self._changed:  # step[2] A4
            return 1

    def permit_bad(self):
        with self._one:  # step[3] A1
            self._one.acquire()  # warn[3] self-deadlock # step[3] A2
            self._one.release()

    def error_way_bad(self):
        with self._lock:  # step[4] A1
            try:
                self.call()
            except OSError:
                self.shutdown()  # warn[4] self-deadlock "Cache.shutdown" # step[4] A2

    def shutdown(self):
        with self._lock:  # step[4] A3
            pass

    def call(self):
        pass

    def reentrant_ok(self):
        with self._again:
            with self._again:
                pass

    def bare_condition_ok(self):
        with self._bare:
            with self._bare:
                pass

    def permits_ok(self):
        with self._many:
            with self._many:
                pass

    def other_object_ok(self, other: 'Cache'):
        with self._lock:
            if other._lock.acquire(timeout=1):
                other._lock.release()

    def released_first_ok(self):
        with self._lock:
            pass
        self.shutdown()

    def gives_back_ok(self):
        with self._lock:
            self._lock.release()
            try:
                self.shutdown()
            finally:
                self._lock.acquire()

    def later_ok(self):
        with self._lock:
            threading.Thread(target=self.shutdown).start()

    def tries_ok(self):
        with self._lock:
            if self._lock.acquire(False):
                self._lock.release()
