import threading
from concurrent.futures import ThreadPoolExecutor


class Worker(threading.Thread):
    def __init__(self, owner: "Owner"):
        super().__init__()
        self.owner = owner

    def run(self):
        with self.owner.lock:  # step[1] B1 # step[4] B1
            pass


class Owner:
    def __init__(self):
        self.lock = threading.RLock()
        self.done = threading.Lock()
        self.worker = Worker(self)
        self.thread = threading.Thread(target=self._serve)
        self.pool = ThreadPoolExecutor(2)

    def stop_bad(self):
        with self.lock:  # step[1] A1
            self.worker.join()  # warn[1] join-under-lock "Worker.run" # step[1] A2

    def close_bad(self):
        with self.done:  # step[2] A1
            self._finish()  # warn[2] join-under-lock "Owner._serve" # step[2] A2

    def _finish(self):
        self.thread.join()  # step[2] A3

    def _serve(self):
        self._note()  # step[2] B1

    def _note(self):
        with self.done:  # step[2] B2 # step[3] B1
            pass

    def result_bad(self):
        with self.done:  # step[3] A1
            future = self.pool.submit(self._note)
            return future.result()  # warn[3] join-under-lock # step[3] A2

    def bounded_bad(self):
        with self.lock:  # step[4] A1
            self.worker.join(timeout=5)  # warn[4] join-under-lock "in vain until its time is up" # step[4] A2

    def polled_ok(self):
        with self.lock:
            self.worker.join(timeout=0)
            return self.worker.is_alive()

    def outside_ok(self):
        with self.lock:
            self.stopping = True
        self.worker.join()
