# After zopefoundation/ZEO 84aa0c137d: between taking a condition and giving it back somebody waits, and waiting can be interrupted.
from threading import Condition


class Storage:
    def __init__(self):
        self._cond = Condition()
        self._transaction = None

    def begin_bad(self, transaction):
        self._cond.acquire()  # warn lock-leak "an exception" # step A1
        while self._transaction is not None:
            self._cond.wait(30)  # step A2
        self._transaction = transaction
        self._cond.release()  # step B1

    def begin_ok(self, transaction):
        self._cond.acquire()
        try:
            while self._transaction is not None:
                self._cond.wait(30)
            self._transaction = transaction
        finally:
            self._cond.release()
