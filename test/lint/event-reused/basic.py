import threading

tick = threading.Event()
stop = threading.Event()


def serve_bad():
    while not stop.is_set():
        tick.wait()  # step A1
        tick.clear()  # warn event-reused "what is set in between is lost" # step A2


def once_ok():
    tick.wait()
    tick.clear()


def only_waits_ok():
    while not stop.is_set():
        tick.wait()
