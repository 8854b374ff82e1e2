import asyncio
import multiprocessing

a = multiprocessing.Lock()
b = multiprocessing.Lock()
c = multiprocessing.Semaphore()
first = asyncio.Lock()
second = asyncio.Lock()


def ab_bad():
    with a:  # step[1] A1
        with b:  # warn[1] lock-order-inversion "while" # step[1] A2
            pass


def bc_bad():
    with b:  # step[1] B1
        c.acquire()  # step[1] B2
        try:
            pass
        finally:
            c.release()


def ca_bad():
    with c, a:  # step[1] C1 C2
        pass


async def forth_bad():
    async with first:  # step[2] A1
        async with second:  # warn[2] lock-order-inversion "forth_bad takes first and then second" # step[2] A2
            await asyncio.sleep(0)


async def back_bad():
    async with second:  # step[2] B1
        await inner()  # step[2] B2


async def inner():
    async with first:  # step[2] B3
        pass
