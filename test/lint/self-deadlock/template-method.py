# Which override runs depends on the object: each class below has its own lock, and only one of them holds it when it stops.
import threading


class Emitter(threading.Thread):
    def __init__(self):
        super().__init__()
        self.guard = threading.Lock()

    def stop(self):
        self.finish()  # step[1] A3 # step[2] A3

    def finish(self):
        self.on_stop()  # step[1] A4 # step[2] A4

    def on_stop(self):
        pass


class Alpha(Emitter):
    def on_stop(self):
        self.open = False

    def queue(self):
        with self.guard:
            self.stop()


class Bravo(Emitter):
    def on_stop(self):
        self.open = False

    def queue(self):
        with self.guard:
            self.stop()


class Charlie(Emitter):
    def on_stop(self):
        self.open = False


class Delta(Emitter):
    def on_stop(self):
        self.open = False


class Windows(Emitter):
    def on_stop(self):
        with self.guard:  # step[1] A5 # step[2] A5
            self.open = False

    def queue_bad(self):
        with self.guard:  # step[1] A1
            self.stop()  # warn[1] self-deadlock "Emitter.stop, which takes Emitter.guard" # step[1] A2


class Special(Windows):
    def stop(self):
        super().stop()

    def special_bad(self):
        with self.guard:  # step[2] A1
            super().stop()  # warn[2] self-deadlock # step[2] A2


class Quiet(Windows):
    def on_stop(self):
        self.open = False

    def queue_ok(self):
        with self.guard:
            self.stop()


class Calm(Emitter):
    """Does not come to what the method that it replaces comes to."""

    def finish(self):
        self.finished = True

    def calm_ok(self):
        with self.guard:
            self.stop()
