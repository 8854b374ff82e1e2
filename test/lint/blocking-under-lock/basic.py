import queue
import subprocess
import threading
import time


class Service:
    def __init__(self):
        self.lock = threading.Lock()
        self.jobs = queue.Queue(10)
        self.free = queue.Queue()
        self.ready = threading.Event()
        self.changed = threading.Condition()

    def take_bad(self):
        with self.lock:  # step[1] A1
            return self.jobs.get()  # warn[1] blocking-under-lock "waits for an item of a queue" # step[1] A2

    def give_bad(self, job):
        with self.lock:  # step[2] A1
            self._hand_over(job)  # warn[2] blocking-under-lock "waits for room in a queue" # step[2] A2

    def _hand_over(self, job):
        self.jobs.put(job)  # step[2] A3

    def wait_bad(self):
        self.lock.acquire()  # step[3] A1
        try:
            self.ready.wait()  # warn[3] blocking-under-lock "waits for an event" # step[3] A2
        finally:
            self.lock.release()

    def call_bad(self):
        with self.lock:  # step[4] A1
            subprocess.run(["true"])  # warn[4] blocking-under-lock "another process" # step[4] A2

    def sleep_bad(self):
        with self.lock:  # step[5] A1
            time.sleep(1)  # warn[5] blocking-under-lock "sleeps" # step[5] A2

    def other_condition_bad(self):
        with self.lock:  # step[6] A1
            with self.changed:
                while not self.ready.is_set():
                    self.changed.wait()  # warn[6] blocking-under-lock "another condition" # step[6] A2

    def own_condition_ok(self):
        with self.changed:
            while not self.ready.is_set():
                self.changed.wait()

    def bounded_ok(self):
        with self.lock:
            self.ready.wait(0.5)
            self.jobs.get(timeout=1)
            self.jobs.get(block=False)
            self.jobs.put(1, False)

    def never_full_ok(self):
        with self.lock:
            self.free.put(1)

    def outside_ok(self):
        with self.lock:
            pass
        return self.jobs.get()
