# After agronholm/apscheduler 5b402ec0e8: a scheduler waits for its running jobs under the lock that they need to talk to it.
from concurrent.futures import ThreadPoolExecutor
from threading import Lock


class Scheduler:
    def __init__(self):
        self._jobs_lock = Lock()
        self._pool = ThreadPoolExecutor(4)
        self._jobs = []

    def add_ok(self, job):
        with self._jobs_lock:
            self._jobs.append(job)

    def shutdown_bad(self):
        with self._jobs_lock:  # step A1
            self._pool.shutdown()  # warn blocking-under-lock "tasks of a pool" # step A2
            self._jobs.clear()

    def shutdown_ok(self):
        self._pool.shutdown()
        with self._jobs_lock:
            self._jobs.clear()
