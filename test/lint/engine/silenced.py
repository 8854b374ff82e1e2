import threading

lock = threading.Lock()
other = threading.Lock()


def known_ok():
    with lock:
        with lock:  # threadbook: ignore[self-deadlock] never reached
            pass


def above_ok():
    with lock:
        # threadbook: ignore[self-deadlock] never reached
        with lock:
            pass


def another_rule_bad():
    with lock:  # step A1
        # threadbook: ignore[lock-leak] names another rule
        with lock:  # warn self-deadlock # step A2
            pass
