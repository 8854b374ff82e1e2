# What stands under a flag does not happen to a caller that leaves it off.
import threading


class Store:
    def __init__(self):
        self.lock = threading.Lock()

    def close(self, wait=False, quiet=False):
        if wait:
            self.flush()  # step[1] A3 # step[2] A4
        if not quiet:
            self.report()  # step[3] A3

    def flush(self):
        with self.lock:  # step[1] A4 # step[2] A5
            pass

    def report(self):
        with self.lock:  # step[3] A4
            pass

    def off(self):
        with self.lock:
            self.close(quiet=True)

    def on_bad(self):
        with self.lock:  # step[1] A1
            self.close(True, quiet=True)  # warn[1] self-deadlock "Store.close" # step[1] A2

    def pass_on(self, wait):
        self.close(wait, True)  # step[2] A3

    def through(self):
        with self.lock:
            self.pass_on(False)

    def through_bad(self):
        with self.lock:  # step[2] A1
            self.pass_on(wait=True)  # warn[2] self-deadlock # step[2] A2

    def default_bad(self):
        with self.lock:  # step[3] A1
            self.close()  # warn[3] self-deadlock # step[3] A2


class Cursor:
    def __init__(self, store: Store):
        self.store = store

    def __del__(self):
        self.__die()

    def __die(self, synchronous=False):
        if synchronous:
            self.store.flush()
