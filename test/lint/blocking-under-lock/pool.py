import threading
from multiprocessing.pool import ThreadPool


class Runner:
    def __init__(self):
        self.lock = threading.Lock()
        self.pool = ThreadPool(2)
        self.left = 0

    def start_ok(self, job):
        self.pool.apply_async(job, callback=self.done)

    def done(self, result):
        with self.lock:
            self.left -= 1

    def stop_bad(self):
        with self.lock:  # step A1
            self.end()  # warn blocking-under-lock "waits for a thread to end" # step A2

    def end(self):
        self.pool.terminate()  # step A3

    def stop_ok(self):
        with self.lock:
            self.left = 0
        self.end()
