import threading
from threading import Lock as Mutex, RLock


class Bank:
    audit = Mutex()

    def __init__(self):
        self.lock = threading.Lock()
        self._stats = RLock()

    def close_bad(self):
        with self.lock:  # step[1] A1
            self._note()  # warn[1] lock-order-inversion "Bank.lock and then Bank._stats" # step[1] A2

    def _note(self):
        self._count()  # step[1] A3

    def _count(self):
        with self._stats:  # step[1] A4
            pass

    def stats_bad(self):
        self._stats.acquire()  # step[1] B1
        try:
            self.lock.acquire()  # step[1] B2
            self.lock.release()
        finally:
            self._stats.release()

    def several_bad(self):
        with self.lock, self.audit:  # warn[2] lock-order-inversion "Bank.audit" # step[2] A1 A2
            pass

    def other_way_bad(self):
        with Bank.audit:  # step[2] B1
            if self.lock:
                with self.lock:  # step[2] B2
                    pass
