# After joblib/joblib 1505c1b861: a pool is ended under the lock that its callbacks need.
from multiprocessing.pool import ThreadPool
from threading import Lock


class Parallel:
    def __init__(self):
        self._lock = Lock()
        self._pool = ThreadPool(4)
        self._left = []

    def end(self):
        self._pool.close()
        self._pool.terminate()  # step A3

    def dispatch_ok(self, job):
        with self._lock:
            self._left.append(self._pool.apply_async(job, callback=self.done))

    def done(self, _):
        with self._lock:
            self._left.pop()

    def give_up_bad(self):
        with self._lock:  # step A1
            self.end()  # warn blocking-under-lock "waits for a thread to end" # step A2

    def give_up_ok(self):
        self.end()
