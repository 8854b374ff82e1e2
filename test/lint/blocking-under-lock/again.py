import threading
import time


class Link:
    def __init__(self):
        self.lock = threading.Lock()
        self.clear = threading.Event()
        self.reader = threading.Thread(target=self.read)
        self.active = True

    def read(self):
        self.clear.set()

    def send_bad(self):
        with self.lock:  # step[1] A1
            while not self.clear.wait(0.1):  # warn[1] blocking-under-lock "waits for an event" # step[1] A2
                pass

    def ask_bad(self):
        with self.lock:  # step[2] A1
            while True:
                self.clear.wait(0.1)  # warn[2] blocking-under-lock "waits for an event" # step[2] A2
                if not self.active:
                    return
                if self.clear.is_set():
                    break

    def end_bad(self):
        with self.lock:  # step[3] A1
            while self.reader.is_alive():
                self.reader.join(1)  # warn[3] blocking-under-lock "waits for a thread to end" # step[3] A2

    def once_ok(self):
        with self.lock:
            self.clear.wait(0.1)

    def until_ok(self):
        end = time.monotonic() + 5
        with self.lock:
            while time.monotonic() < end:
                if self.clear.wait(0.1):
                    break

    def rounds_ok(self):
        with self.lock:
            for _ in range(10):
                if self.clear.wait(0.1):
                    break

    def counted_ok(self):
        attempts = 0
        with self.lock:
            while not self.clear.is_set() and attempts < 10:
                self.clear.wait(0.1)
                attempts += 1

    def outside_ok(self):
        while not self.clear.wait(0.1):
            pass
        with self.lock:
            self.active = False
