import threading


class Box:
    def __init__(self):
        self.lock = threading.Lock()
        self.items = []

    def early_return_bad(self, key):
        self.lock.acquire()  # warn[1] lock-leak "a return leaves it taken" # step[1] A1
        if key is None:
            return None  # step[1] A2
        self.lock.release()  # step[1] B1

    def exception_bad(self):
        self.lock.acquire()  # warn[2] lock-leak "an exception leaves it taken" # step[2] A1
        self.refill()  # step[2] A2
        self.lock.release()  # step[2] B1

    def raises_bad(self, key):
        self.lock.acquire()  # warn[3] lock-leak # step[3] A1
        if not key:
            raise KeyError(key)  # step[3] A2
        self.lock.release()  # step[3] B1

    def one_branch_bad(self, key):
        self.lock.acquire()  # warn[4] lock-leak # step[4] A1
        try:
            value = self.items[key]
        except IndexError:
            self.lock.release()  # step[4] B1
            raise
        return value  # step[4] A2

    def finally_ok(self):
        self.lock.acquire()
        try:
            return self.refill()
        finally:
            self.lock.release()

    def both_ways_ok(self, key):
        self.lock.acquire()
        try:
            self.refill()
        except Exception:
            self.lock.release()
            raise
        else:
            self.lock.release()

    def tried_ok(self):
        if not self.lock.acquire(blocking=False):
            return False
        try:
            self.refill()
        finally:
            self.lock.release()
        return True

    def kept_answer_ok(self):
        got = self.lock.acquire(timeout=2)
        try:
            if got:
                self.refill()
        finally:
            if got:
                self.lock.release()

    def same_condition_ok(self, quiet):
        if not quiet:
            self.lock.acquire()
        self.items.append(1)
        if not quiet:
            self.lock.release()

    def counting_ok(self):
        self.lock.acquire()
        self.count = len(self.items)
        self.lock.release()

    def refill(self):
        self.items.append(1)


class Door:
    def __init__(self):
        self.lock = threading.Lock()

    # Two halves of one protocol.
    def acquire(self):
        self.lock.acquire()

    def release(self):
        self.lock.release()

    # The caller goes on with the lock, unless something went wrong.
    def enter_ok(self, guest):
        self.lock.acquire()
        try:
            return guest.greet()
        except Exception:
            self.lock.release()
            raise
