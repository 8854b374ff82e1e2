# After Textualize/rich 40dbc0a616: stopping joins the thread that refreshes under the lock that each refresh takes.
from threading import Event, RLock, Thread


class RefreshThread(Thread):
    def __init__(self, live: "Live"):
        self.live = live
        self.done = Event()
        super().__init__(daemon=True)

    def stop(self):
        self.done.set()

    def run(self):
        while not self.done.wait(0.1):
            with self.live._lock:  # step B1
                if not self.done.is_set():
                    self.live.refresh()


class Live:
    def __init__(self):
        self._lock = RLock()
        self._thread = None

    def start(self):
        with self._lock:
            self._thread = RefreshThread(self)
            self._thread.start()

    def refresh(self):
        pass

    def stop_bad(self):
        with self._lock:  # step A1
            if self._thread is not None:
                self._thread.stop()
                self._thread.join()  # warn join-under-lock # step A2
                self._thread = None

    def stop_ok(self):
        with self._lock:
            thread = self._thread
            self._thread = None
        if thread is not None:
            thread.stop()
            thread.join()
