import threading


# A lock as a signal: taken twice by the one who waits, given back by another thread.
class Gate:
    def __init__(self):
        self.wakeup = threading.Lock()

    def wait_ok(self):
        self.wakeup.acquire()
        self.wakeup.acquire()
        self.wakeup.release()

    def open_ok(self):
        self.wakeup.release()


def once_ok():
    done = threading.Lock()
    done.acquire()
    threading.Thread(target=done.release).start()
    done.acquire()
