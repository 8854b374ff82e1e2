import threading


class Gate:
    def __init__(self):
        self.lock = threading.Lock()  # step[1] A1 # step[2] A1
        self.changed = threading.Condition(self.lock)

    def open_bad(self):
        self.changed.notify_all()  # warn[1] wait-without-lock "notifies Gate.changed" # step[1] A2

    def pass_bad(self):
        while True:
            self.changed.wait()  # warn[2] wait-without-lock "waits on" # step[2] A2

    def open_ok(self):
        with self.changed:
            self.changed.notify_all()

    def through_the_lock_ok(self):
        with self.lock:
            self._tell()

    def _tell(self):
        self.changed.notify()
