import threading


class Store:
    def __init__(self, pool):
        self.pool = pool
        self.ready = threading.Condition()
        self.busy = False

    def read_bad(self, key):
        connection = self.pool.get_connection()  # warn[1] lock-leak "an exception leaves it taken" # step[1] A1
        answer = connection.execute(key)  # step[1] A2
        self.pool.release(connection)  # step[1] B1
        return answer

    def early_bad(self, key):
        connection = self.pool.acquire()  # warn[2] lock-leak "a return leaves it taken" # step[2] A1
        if key is None:
            return None  # step[2] A2
        try:
            return connection.execute(key)
        finally:
            connection.release()  # step[2] B1

    def read_ok(self, key):
        connection = self.pool.get_connection()
        try:
            return connection.execute(key)
        finally:
            self.pool.release(connection)

    def none_ok(self, key):
        connection = self.pool.acquire()
        if connection is None:
            return None
        try:
            return connection.execute(key)
        finally:
            connection.release()

    def lent_ok(self, key, connection=None):
        mine = connection is None
        if mine:
            connection = self.pool.get_connection()
        try:
            return connection.execute(key)
        finally:
            if mine:
                self.pool.release(connection)

    def handed_over_ok(self, key):
        connection = self.pool.get_connection()
        if not key:
            self.pool.release(connection)
            raise KeyError(key)
        return connection

    def kept_ok(self, key):
        connection = self.pool.get_connection()
        self.current = connection
        if key:
            connection.execute(key)
            connection.release()

    def lock_ok(self):
        lock = self.pool.get_lock()
        if lock.acquire(timeout=1):
            self.work()
            lock.release()

    def wait_bad(self):
        self.ready.acquire()  # warn[3] lock-leak "an exception leaves it taken" # step[3] A1
        while self.busy:
            self.ready.wait(30)  # step[3] A2
        self.busy = True
        self.ready.release()  # step[3] B1

    def wait_ok(self):
        self.ready.acquire()
        try:
            while self.busy:
                self.ready.wait(30)
            self.busy = True
        finally:
            self.ready.release()

    def work(self):
        pass
