# Locks that belong to one call.
import threading
import time

lock = threading.Lock()


def signal_ok(pool):
    waiter = threading.Lock()
    waiter.acquire()

    def done(result):
        waiter.release()

    pool.submit(work, done)
    waiter.acquire()
    waiter.release()


def dies_with_the_call_ok():
    gate = threading.Lock()
    gate.acquire()
    work()
    gate.release()


def sleeps_bad():
    lock.acquire()  # step[3] A1
    time.sleep(0.1)  # warn[3] blocking-under-lock "sleeps" # step[3] A2
    lock.release()


def throws_bad():
    lock.acquire()  # warn lock-leak "an exception leaves it taken" # step A1
    work()  # step A2
    lock.release()  # step B1


def returns_bad(early):
    gate = threading.Lock()
    gate.acquire()  # warn[2] lock-leak "a return leaves it taken" # step[2] A1
    if early:
        return None  # step[2] A2
    gate.release()  # step[2] B1


def work():
    raise OSError()
