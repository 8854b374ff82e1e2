"""A lock for each key, kept in a dictionary and made when it is first asked for."""

import threading
from collections import defaultdict


class Rows:
    def __init__(self):
        self._locks = defaultdict(threading.Lock)

    def swap_bad(self, left, right):
        with self._locks[left]:  # step[1] A1
            with self._locks[right]:  # warn[1] lock-order-instances "Rows._locks[]" # step[1] A2
                pass

    def swap_by_name_bad(self, left, right):
        first = self._locks[left]
        second = self._locks[right]
        with first:  # step[2] A1
            with second:  # warn[2] lock-order-instances "Rows._locks[]" # step[2] A2
                pass

    def swap_sorted_ok(self, left, right):
        first, second = sorted((left, right))
        with self._locks[first]:
            with self._locks[second]:
                pass

    def again_ok(self, key):
        row = self._locks[key]
        with row:
            pass
        with row:
            pass


class Files:
    def __init__(self):
        self._locks = {}
        self._guard = threading.Lock()

    def rename_bad(self, old, new):
        with self._locks.setdefault(old, threading.Lock()):  # step[3] A1
            with self._locks.setdefault(new, threading.Lock()):  # warn[3] lock-order-instances "Files._locks[]" # step[3] A2
                pass

    def rename_by_name_bad(self, old, new):
        source = self._locks.setdefault(old, threading.Lock())
        target = self._locks.setdefault(new, threading.Lock())
        with source:  # step[4] A1
            with target:  # warn[4] lock-order-instances "Files._locks[]" # step[4] A2
                pass

    def lock_of(self, path):
        with self._guard:
            if path not in self._locks:
                self._locks[path] = threading.Lock()
            return self._locks[path]

    def copy_bad(self, old, new):
        with self.lock_of(old):  # step[5] A1
            with self.lock_of(new):  # warn[5] lock-order-instances "Files._locks[]" # step[5] A2
                pass

    def copy_compared_ok(self, old, new):
        with self.lock_of(min(old, new)):
            with self.lock_of(max(old, new)):
                pass

    def fn_copy_by_name(self, old, new):
        source = self.lock_of(old)
        target = self.lock_of(new)
        with source, target:
            pass

    def lock_after(self, path, tries):
        if tries:
            return self.lock_after(path, tries - 1)
        return self._locks.setdefault(path, threading.Lock())

    def recursive_ok(self, path):
        with self.lock_after(path, 3):
            pass

    def touch_ok(self, path):
        with self.lock_of(path):
            pass


class Pairs:
    """Two dictionaries: whoever takes from both takes from the first one first."""

    def __init__(self):
        self._readers = {}
        self._writers = {}

    def both_ok(self, key):
        with self._readers.setdefault(key, threading.Lock()):
            with self._writers.setdefault(key, threading.Lock()):
                pass
