# Waits that stand outside a loop and are asked again all the same.
import threading


class Turn:
    def __init__(self):
        self.lock = threading.Lock()
        self.changed = threading.Condition(self.lock)
        self.waiting = []
        self.ready = False

    def handed_over_ok(self):
        with self.lock:
            mine = threading.Condition(self.lock)
            self.waiting.append(mine)
            mine.wait()

    def inner_ok(self):
        def once():
            with self.changed:
                self.changed.wait()

        while not self.ready:
            once()

    def inner_bad(self):
        def once():
            with self.changed:  # step A1
                self.changed.wait()  # warn wait-not-in-loop "outside a loop" # step A2

        if not self.ready:
            once()
