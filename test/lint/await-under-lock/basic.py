import asyncio
import threading

lock = threading.Lock()
loop_lock = asyncio.Lock()


async def save_bad():
    with lock:  # step A1
        await asyncio.sleep(1)  # warn await-under-lock "save_bad awaits while it holds lock" # step A2


async def save_ok():
    async with loop_lock:
        await asyncio.sleep(1)


async def before_ok():
    with lock:
        value = 1
    await asyncio.sleep(value)


def later_ok():
    with lock:
        return asyncio.sleep(1)
