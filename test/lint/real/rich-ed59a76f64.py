# After Textualize/rich ed59a76f64: a progress bar ends its thread through a method that joins it, under the lock that the thread needs.
from threading import Event, RLock, Thread


class Refresher(Thread):
    def __init__(self, progress: "Progress"):
        self.done = Event()
        self.progress = progress
        super().__init__()

    def run(self):
        while not self.done.wait(1):
            self.progress.refresh()  # step B1

    def stop(self):
        self.done.set()
        self.join()  # step A3


class Progress:
    def __init__(self):
        self._lock = RLock()
        self._thread = Refresher(self)

    def refresh(self):
        with self._lock:  # step B2
            print("refreshed")

    def stop_bad(self):
        with self._lock:  # step A1
            self._thread.stop()  # warn join-under-lock # step A2

    def stop_ok(self):
        with self._lock:
            thread = self._thread
        thread.stop()
