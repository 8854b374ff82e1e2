"""The recipes' programs in Python: python3 recipes.py <row> [folder] prints one number; `echo server` prints its port and serves."""
import collections, glob, gzip, io, queue, select, socket, sys, threading, time
from concurrent.futures import ProcessPoolExecutor


# Who asked for robots.txt in a folder of gzipped logs.
def find_robots(path):
    hosts, problems = set(), []
    try:
        with gzip.open(path) as archive:
            for number, line in enumerate(io.TextIOWrapper(archive, encoding="latin-1"), 1):
                fields = line.split()
                if len(fields) < 9:
                    problems.append((path, number, line[:60]))
                elif fields[6] == "/robots.txt":
                    hosts.add(fields[0])
    except (OSError, EOFError) as error:
        problems.append((path, 0, str(error)))
    return hosts, problems


def log_scan(folder):
    paths = sorted(glob.glob(folder + "/*.gz"))
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(find_robots, paths[:2]))
        begin = time.perf_counter()
        hosts = set()
        for found, _ in pool.map(find_robots, paths):
            hosts |= found
        elapsed = time.perf_counter() - begin
    assert hosts
    return elapsed * 1000


# Tasks as generators.
class TaskScheduler:
    def __init__(self):
        self.ready = collections.deque()

    def new_task(self, task):
        self.ready.append(task)

    def run(self):
        steps = 0
        while self.ready:
            task = self.ready.popleft()
            steps += 1
            try:
                next(task)
                self.ready.append(task)
            except StopIteration:
                pass
        return steps


def count_down(n):
    while n > 0:
        yield
        n -= 1


def tasks():
    scheduler = TaskScheduler()
    for _ in range(10):
        scheduler.new_task(count_down(100_000))
    begin = time.perf_counter()
    steps = scheduler.run()
    return steps / (time.perf_counter() - begin)


# Actors as generators.
class ActorScheduler:
    def __init__(self):
        self.actors, self.inbox = {}, collections.deque()

    def new_actor(self, name, actor):
        self.actors[name] = actor
        self.inbox.append((actor, None))

    def send(self, name, message):
        actor = self.actors.get(name)
        if actor is not None:
            self.inbox.append((actor, message))

    def run(self):
        delivered = 0
        while self.inbox:
            actor, message = self.inbox.popleft()
            delivered += 1
            try:
                actor.send(message)
            except StopIteration:
                self.actors = {name: each for name, each in self.actors.items() if each is not actor}
        return delivered


def printer():
    while True:
        yield


def counter(scheduler):
    n = yield
    while n > 0:
        scheduler.send("printer", n)
        scheduler.send("counter", n - 1)
        n = yield


def actors():
    scheduler = ActorScheduler()
    scheduler.new_actor("printer", printer())
    scheduler.new_actor("counter", counter(scheduler))
    scheduler.send("counter", 500_000)
    begin = time.perf_counter()
    delivered = scheduler.run()
    return delivered / (time.perf_counter() - begin)


# An actor with a thread and a mailbox.
def thread_actor(messages):
    mailbox, received = queue.Queue(), []

    def work():
        count = 0
        while mailbox.get() is not None:
            count += 1
        received.append(count)

    thread = threading.Thread(target=work)
    thread.start()
    begin = time.perf_counter()
    for message in messages:
        mailbox.put(message)
    mailbox.put(None)
    thread.join()
    assert received == [len(messages)]
    return len(messages) / (time.perf_counter() - begin)


# A network scheduler: tasks yield (wait, socket).
class NetworkScheduler:
    def __init__(self):
        self.ready, self.readers, self.writers = collections.deque(), {}, {}

    def start(self, task):
        self.ready.append(task)

    def run(self):
        while True:
            while not self.ready:
                readable, writable, _ = select.select(list(self.readers), list(self.writers), [])
                self.ready.extend(self.readers.pop(each) for each in readable)
                self.ready.extend(self.writers.pop(each) for each in writable)
            task = self.ready.popleft()
            try:
                wait, where = next(task)
                (self.readers if wait == "read" else self.writers)[where] = task
            except StopIteration:
                pass


def read(where, size=65536):
    yield "read", where
    return where.recv(size)


def write(where, data):
    while data:
        yield "write", where
        data = data[where.send(data):]


class LineReader:
    def __init__(self, where):
        self.where, self.arrived, self.position, self.end = where, b"", 0, 0

    def read_line(self):
        while self.end == 0:
            piece = yield from read(self.where)
            rest = self.arrived[self.position:]
            if not piece:
                self.arrived, self.position = b"", 0
                return rest
            self.arrived, self.position = rest + piece, 0
            self.end = self.arrived.find(b"\n", len(rest)) + 1
        line = self.arrived[self.position:self.end]
        self.position = self.end
        self.end = self.arrived.find(b"\n", self.position) + 1
        return line


def echo(client):
    lines, answers = LineReader(client), []
    while line := (yield from lines.read_line()):
        answers.append(line)
        if lines.end == 0:
            yield from write(client, b"".join(answers))
            answers.clear()
    client.close()


# The same with lines read a byte at a time, and nothing kept.
def read_line(where):
    pieces = []
    while piece := (yield from read(where, 1)):
        pieces.append(piece)
        if piece == b"\n":
            break
    return b"".join(pieces)


def echo_by_the_byte(client):
    while line := (yield from read_line(client)):
        yield from write(client, line)
    client.close()


def serve(scheduler, listener, echo):
    while True:
        yield "read", listener
        client, _ = listener.accept()
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        scheduler.start(echo(client))


def echo_server(echo=echo):
    listener = socket.create_server(("127.0.0.1", 0), backlog=1024)
    print("port", listener.getsockname()[1], flush=True)
    scheduler = NetworkScheduler()
    scheduler.start(serve(scheduler, listener, echo))
    scheduler.run()


ROWS = {
    "log scan": log_scan,
    "tasks": tasks,
    "actors": actors,
    "thread actor integers": lambda: thread_actor(range(200_000)),
    "thread actor strings": lambda: thread_actor([f"message {n}" for n in range(200_000)]),
    "thread actor tagged": lambda: thread_actor([("deposit", n) for n in range(200_000)]),
    "echo server": echo_server,
    "echo server by the byte": lambda: echo_server(echo_by_the_byte),
}

if __name__ == "__main__":
    result = ROWS[sys.argv[1]](*sys.argv[2:])
    if result is not None:
        print(result)
