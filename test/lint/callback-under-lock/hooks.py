import asyncio
import threading
from concurrent.futures import Future
from typing import Dict


class Pool:
    def __init__(self, creator, after_remove=None, clock=None, key=None):
        self._lock = threading.Lock()
        self._after_remove = after_remove
        self._clock = clock
        self._key = key
        self._objects = []
        self._settings = {}

    def remove_bad(self, item):
        with self._lock:  # step[1] A1
            self._objects.remove(item)
            if self._after_remove is not None:
                self._after_remove(item)  # warn[1] callback-under-lock "_after_remove" # step[1] A2

    def clock_ok(self):
        with self._lock:
            return self._clock()

    def key_ok(self):
        with self._lock:
            return sorted(self._objects, key=self._key) and self._key(1)

    def setting_bad(self):
        done_callback = self._settings["done"]
        with self._lock:  # step[2] A1
            done_callback(self)  # warn[2] callback-under-lock "done_callback" # step[2] A2


class Subject:
    def __init__(self):
        self.lock = threading.Lock()
        self.listeners = []
        self.parts = []

    def add(self, listener):
        with self.lock:
            self.listeners.append(listener)

    def tell_bad(self, value):
        with self.lock:  # step[3] A1
            for listener in self.listeners:
                listener.on_change(value)  # warn[3] callback-under-lock "on_change of listeners" # step[3] A2

    def fire_bad(self, callback):
        with self.lock:  # step[4] A1
            callback.on_message(self)  # warn[4] callback-under-lock "on_message" # step[4] A2

    def parts_ok(self, value):
        with self.lock:
            for part in self.parts:
                part.update(value)

    def name_ok(self):
        with self.lock:
            for listener in self.listeners:
                listener.strip()


class Pump:
    def __init__(self):
        self.lock = threading.Lock()
        self.loop_lock = asyncio.Lock()
        self.waiting: Dict[int, Future] = {}

    def receive_bad(self, number, value):
        with self.lock:  # step[5] A1
            future = self.waiting.pop(number)
            future.set_result(value)  # warn[5] callback-under-lock "which runs callbacks of others" # step[5] A2

    def receive_ok(self, number, value):
        with self.lock:
            future = self.waiting.pop(number)
        future.set_result(value)

    def ask(self, number):
        future = Future()
        with self.lock:
            self.waiting[number] = future
        return future

    async def loops_ok(self, fut, value):
        async with self.loop_lock:
            fut.set_result(value)


class Connection:
    def __init__(self):
        self._lock = asyncio.Lock()
        self._error_callbacks = []

    async def command_bad(self, error):
        async with self._lock:  # step[6] A1
            await self._on_error(error)  # warn[6] callback-under-lock "callback of _error_callbacks" # step[6] A2

    async def _on_error(self, error):
        for callback in self._error_callbacks:
            await callback(error)  # step[6] A3
