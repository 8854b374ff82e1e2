# A class with its own acquire is no lock.
class Plane:
    def acquire(self):
        return self

    def release(self):
        return None

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return None


one = Plane()
two = Plane()


def fly_ok():
    with one:
        with two:
            one.acquire()


def land_ok():
    two.acquire()
    with one:
        pass
