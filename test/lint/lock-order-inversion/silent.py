import threading
import contextlib

gate = threading.Lock()
a = threading.Lock()
b = threading.Lock()
c = threading.Lock()
d = threading.Lock()
e = threading.Lock()
r = threading.RLock()


# A common gate lock keeps the two ways apart.
def gated_one_ok():
    with gate:
        with a:
            with b:
                pass


def gated_two_ok():
    with gate:
        _inner_ok()


def _inner_ok():
    with b:
        with a:
            pass


# Nobody waits for ever for a lock that is only tried.
def tries_ok():
    with c:
        if d.acquire(blocking=False):
            try:
                pass
            finally:
                d.release()


def waits_a_while_ok():
    with c:
        if d.acquire(timeout=0.5):
            d.release()


def other_way_ok():
    with d:
        with c:
            pass


# Given back before the other one is taken.
def one_after_the_other_ok():
    d.acquire()
    d.release()
    with e:
        pass


def and_back_ok():
    e.acquire()
    try:
        pass
    finally:
        e.release()
    with d:
        pass


# Taken again by the thread that has it: that does not wait.
def reentrant_ok():
    with r:
        with e:
            with r:
                pass


# Locks that one call makes for itself.
def local_locks_ok(flip):
    x = threading.Lock()
    y = threading.Lock()
    if flip:
        with x, y:
            pass
    else:
        with y, x:
            pass


# A constructor's object belongs to nobody else yet.
class Made:
    def __init__(self):
        self.one = threading.Lock()
        self.two = threading.Lock()
        with self.two:
            with self.one:
                pass

    def use_ok(self):
        with self.one:
            with self.two:
                pass


with contextlib.suppress(ValueError):
    gated_one_ok()
