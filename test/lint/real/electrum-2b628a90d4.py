# After spesmilo/electrum 2b628a90d4: a loop gives its lock back where all goes well, and swallows the error where it does not.
from threading import Lock

lock = Lock()


def rounds_bad(sessions):  # step[1] A2
    for session in sessions:
        try:
            lock.acquire()  # warn[1] lock-leak # step[1] A1 # warn[2] self-deadlock # step[2] A1 A2
            session.poll()
            lock.release()  # step[1] B1
        except Exception:
            print("failed")


def rounds_ok(sessions):
    for session in sessions:
        try:
            with lock:
                session.poll()
        except Exception:
            print("failed")
