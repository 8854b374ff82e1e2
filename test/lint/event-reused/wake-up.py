# An event that only says "look": whatever was set before it is cleared is seen afterwards.
import threading


class Worker:
    def __init__(self):
        self.wake_up = threading.Event()
        self.lock = threading.Lock()
        self.keep_running = True
        self.jobs = []
        self.found = []

    def run_ok(self):
        while self.keep_running:
            self.wake_up.wait()
            self.wake_up.clear()
            self.work()

    def stop_ok(self):
        while True:
            self.wake_up.wait()
            self.wake_up.clear()
            if not self.keep_running:
                break

    def service_ok(self):
        while True:
            pause = self.next_time()
            self.wake_up.wait(pause)
            self.wake_up.clear()

    def request_ok(self):
        while self.keep_running:
            self.wake_up.clear()
            self.ask()
            self.wake_up.wait()

    def under_lock_ok(self):
        while self.keep_running:
            self.wake_up.wait()
            with self.lock:
                found = self.found
                self.found = []
                self.wake_up.clear()
            yield from found

    def late_bad(self):
        while True:
            self.wake_up.wait()  # step A1
            self.work()
            self.wake_up.clear()  # warn event-reused "what is set in between is lost" # step A2

    def counted_bad(self):
        while True:
            self.wake_up.wait()  # step[2] A1
            self.wake_up.clear()  # warn[2] event-reused "what is set in between is lost" # step[2] A2
            tick()

    def work(self):
        self.jobs.clear()

    def next_time(self):
        return 1

    def ask(self):
        self.jobs.append(1)


def tick():
    pass
