# What looks like waiting under a lock, and is none.
import queue
import socket
import threading

lock = threading.Lock()
results = []


class Line:
    def __init__(self):
        self.full = threading.Condition()
        self.items = []

    def put(self, item, block=True):
        with self.full:
            while block and len(self.items) > 3:
                self.full.wait()  # step A3
            self.items.append(item)


line = Line()
jobs = queue.Queue()


def does_not_wait_ok():
    with lock:
        line.put(1, False)
        line.put(1, block=False)


def waits_bad():
    with lock:  # step A1
        line.put(1)  # warn blocking-under-lock "waits on another condition" # step A2


def drain_ok():
    with lock:
        while not jobs.empty():
            jobs.get()


def take_bad():
    with lock:  # step[2] A1
        jobs.get()  # warn[2] blocking-under-lock "waits for an item of a queue" # step[2] A2


def collect_ok(future):
    def completed(future):
        with lock:
            results.append(future.result())

    future.add_done_callback(completed)


def wait_bad(future):
    with lock:  # step[3] A1
        future.result()  # warn[3] blocking-under-lock "waits for the result of a task" # step[3] A2


def signal_ok(pool):
    waiter = threading.Lock()
    waiter.acquire()

    def done():
        waiter.release()

    pool.submit(done)
    thread = threading.Thread(target=done)
    thread.start()
    thread.join()


class Cache:
    lock = threading.RLock()
    changed = threading.Condition(lock)

    def wait_ok(self):
        with self.lock:
            while not results:
                self.changed.wait()

    def tell_ok(self):
        with Cache.lock:
            self.changed.notify()


class Wire:
    def __init__(self):
        self.lock = threading.Lock()
        self.quick = socket.socket()
        self.slow = socket.socket()

    def connect(self):
        with self.lock:
            self.quick.settimeout(1)

    def read_ok(self):
        with self.lock:
            return self.quick.recv(1)

    def read_bad(self):
        with self.lock:  # step[4] A1
            return self.slow.recv(1)  # warn[4] blocking-under-lock "waits for the network" # step[4] A2
