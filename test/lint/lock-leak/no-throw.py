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
