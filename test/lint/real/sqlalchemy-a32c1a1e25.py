# After sqlalchemy/sqlalchemy a32c1a1e25: somebody else was faster, and the way out between acquire and try keeps the lock.
from threading import RLock

mutex = RLock()
built = False


def build_bad():
    global built
    mutex.acquire()  # warn lock-leak # step A1
    if built:
        return  # step A2
    try:
        built = True
    finally:
        mutex.release()  # step B1


def build_ok():
    global built
    mutex.acquire()
    try:
        if built:
            return
        built = True
    finally:
        mutex.release()
