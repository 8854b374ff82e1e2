import threading


class LockableFiles:
    def lock_write(self):
        pass

    def unlock(self):
        pass


class Delay:
    def __init__(self):
        self.cond = threading.Condition()
        self.names = []

    def log_ok(self):
        self.cond.acquire()
        self.log_state()
        self.cond.release()

    def log_state(self):
        pass


def initialize_ok(transport):
    control_files = LockableFiles()
    control_files.lock_write()
    try:
        transport.put()
    finally:
        control_files.unlock()
    return transport.open()


class Context:
    def __init__(self, tracker):
        self.tracker_lock = threading.RLock()
        self.names = []

    def __enter__(self):
        self.tracker_lock.__enter__()  # fn: a way out of entering that leaves no object to exit
        if "name" in self.names:
            raise ValueError("a circle")
        self.names.append("name")

    def __exit__(self, *args):
        self.tracker_lock.__exit__(*args)
