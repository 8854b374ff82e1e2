import threading

changed = threading.Condition()
items = []


def take_bad():
    with changed:  # step A1
        if not items:
            changed.wait()  # warn wait-not-in-loop "outside a loop" # step A2
        return items.pop()


def take_ok():
    with changed:
        while not items:
            changed.wait()
        return items.pop()


def predicate_ok():
    with changed:
        changed.wait_for(lambda: items)
        return items.pop()


def a_while_ok():
    with changed:
        changed.wait(0.5)
