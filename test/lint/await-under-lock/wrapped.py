import threading
from typing import TypeVar

from elsewhere import annotated

T = TypeVar("T")


def unchanged(value: T) -> T:
    return value


class Sessions:
    def __init__(self):
        self._lock = threading.Lock()
        self._session = None

    async def open_bad(self):
        with annotated(self._lock):  # step[1] A1
            self._session = await self.build()  # warn[1] await-under-lock # step[1] A2

    async def renew_bad(self):
        with unchanged(self._lock):  # step[2] A1
            self._session = await self.build()  # warn[2] await-under-lock # step[2] A2

    async def open_ok(self):
        session = await self.build()
        with annotated(self._lock):
            self._session = session

    async def build(self):
        return object()
