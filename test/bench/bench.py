"""Python's numbers: python3 bench.py <row> prints one number."""
import queue, select, socket, sys, threading, time
from concurrent.futures import ThreadPoolExecutor, ProcessPoolExecutor


def add(n):
    return n + 1


def lock():
    mutex = threading.Lock()
    times = 1_000_000
    begin = time.perf_counter()
    for _ in range(times):
        with mutex:
            pass
    return (time.perf_counter() - begin) * 1e9 / times


def condition():
    cond, turn, times = threading.Condition(threading.Lock()), [0], 5_000

    def play(mine):
        for _ in range(times):
            with cond:
                while turn[0] != mine:
                    cond.wait()
                turn[0] = 1 - mine
                cond.notify()

    other = threading.Thread(target=play, args=(1,))
    begin = time.perf_counter()
    other.start()
    play(0)
    other.join()
    return (time.perf_counter() - begin) * 1e6 / times / 2


def stream(made, times):
    def produce():
        for n in range(times):
            made.put(n)

    thread = threading.Thread(target=produce)
    begin = time.perf_counter()
    thread.start()
    for _ in range(times):
        made.get()
    thread.join()
    return times / (time.perf_counter() - begin)


def stream_between(threads, times):
    made, half = queue.Queue(1024), threads // 2
    gate = threading.Barrier(threads + 1)

    def produce():
        gate.wait()
        for n in range(times // half):
            made.put(n)

    def consume():
        gate.wait()
        for _ in range(times // half):
            made.get()

    every = [threading.Thread(target=one) for one in (produce, consume) for _ in range(half)]
    for thread in every:
        thread.start()
    begin = time.perf_counter()
    gate.wait()
    for thread in every:
        thread.join()
    return times / (time.perf_counter() - begin)


def pool_one():
    with ThreadPoolExecutor(1) as pool:
        times = 10_000
        begin = time.perf_counter()
        for n in range(times):
            pool.submit(add, n).result()
        return times / (time.perf_counter() - begin)


def pool_batch():
    with ThreadPoolExecutor(2) as pool:
        begin = time.perf_counter()
        for future in [pool.submit(add, n) for n in range(10_000)]:
            future.result()
        return 10_000 / (time.perf_counter() - begin)


def thread_start():
    times = 3_000
    begin = time.perf_counter()
    for _ in range(times):
        thread = threading.Thread(target=add, args=(1,))
        thread.start()
        thread.join()
    return (time.perf_counter() - begin) * 1e6 / times


def process_map(chunk, times):
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(add, range(100)))
        begin = time.perf_counter()
        list(pool.map(add, range(times), chunksize=chunk))
        return times / (time.perf_counter() - begin)


class PollableQueue(queue.Queue):
    """The Python Cookbook's: a socket that is readable while there are items."""

    def __init__(self):
        super().__init__()
        self._putsocket, self._getsocket = socket.socketpair()

    def fileno(self):
        return self._getsocket.fileno()

    def put(self, item):
        super().put(item)
        self._putsocket.send(b"x")

    def get(self):
        self._getsocket.recv(1)
        return super().get()


def pollable(times):
    made = PollableQueue()

    def produce():
        for n in range(times):
            made.put(n)

    thread = threading.Thread(target=produce)
    begin = time.perf_counter()
    thread.start()
    got = 0
    while got < times:
        ready, _, _ = select.select([made], [], [])
        for one in ready:
            one.get()
            got += 1
    thread.join()
    return times / (time.perf_counter() - begin)


ROWS = {
    "lock": lock,
    "condition": condition,
    "queue integers": lambda: stream(queue.Queue(1024), 200_000),
    "simple queue": lambda: stream(queue.SimpleQueue(), 1_000_000),
    **{f"flat threads {count}": lambda count=count: stream_between(count, 192_000) for count in (2, 8, 64)},
    "pool one at a time": pool_one,
    "pool batch": pool_batch,
    "thread start": thread_start,
    "pollable queue": lambda: pollable(50_000),
    "process map": lambda: process_map(1, 5_000),
    "process map 500": lambda: process_map(500, 200_000),
}

if __name__ == "__main__":
    print(ROWS[sys.argv[1]]())
