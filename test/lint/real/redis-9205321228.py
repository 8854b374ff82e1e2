# After redis/redis-py 9205321228: a pool connects while it holds the lock that everybody needs who wants any connection.
import asyncio


class Connection:
    async def connect(self):
        await asyncio.open_connection("localhost", 6379)  # step A3


class Pool:
    def __init__(self):
        self._lock = asyncio.Lock()

    async def get_bad(self):
        async with self._lock:  # step A1
            connection = Connection()
            await connection.connect()  # warn await-under-lock "every task that asks" # step A2
        return connection

    async def get_ok(self):
        async with self._lock:
            connection = Connection()
        await connection.connect()
        return connection
