# After Textualize/rich 7efe9b44b1: the display waits under its lock for the thread that redraws it under the same lock.
from threading import RLock, Thread


class Redraw(Thread):
    def __init__(self, screen: "Screen"):
        self.screen = screen
        super().__init__(daemon=True)

    def run(self):
        with self.screen._lock:  # step B1
            print("redrawn")


class Screen:
    def __init__(self):
        self._lock = RLock()
        self._redraw = Redraw(self)

    def stop_bad(self):
        with self._lock:  # step A1
            self._redraw.join()  # warn join-under-lock "Redraw.run" # step A2

    def stop_ok(self):
        with self._lock:
            print("last picture")
        self._redraw.join()
