// What people use today: `node peers.mjs <row> <peer>` prints one number.
import { MessageChannel, parentPort, Worker, workerData } from 'node:worker_threads';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(import.meta.url);
const job = fileURLToPath(new URL('./peer-job.mjs', import.meta.url));
const cores = Number(process.env.BENCH_CORES ?? 2);
const seconds = (begin) => (performance.now() - begin) / 1000;

const pools = {
  async piscina(threads) {
    const { Piscina } = await import('piscina');
    const pool = new Piscina({ filename: job, minThreads: threads, maxThreads: threads, maxQueue: Infinity });
    return { run: (n) => pool.run(n), close: () => pool.destroy() };
  },
  async tinypool(threads) {
    const { Tinypool } = await import('tinypool');
    const pool = new Tinypool({ filename: job, minThreads: threads, maxThreads: threads });
    return { run: (n) => pool.run(n), close: () => pool.destroy() };
  },
  async workerpool(threads) {
    const { default: workerpool } = await import('workerpool');
    const pool = workerpool.pool(fileURLToPath(new URL('./peer-workerpool.mjs', import.meta.url)), { minWorkers: threads, maxWorkers: threads, workerType: 'thread' });
    return { run: (n) => pool.exec('add', [n]), close: () => pool.terminate() };
  },
  async poolifier(threads) {
    const { FixedThreadPool } = await import('poolifier');
    const pool = new FixedThreadPool(threads, fileURLToPath(new URL('./peer-poolifier.mjs', import.meta.url)));
    return { run: (n) => pool.execute(n), close: () => pool.destroy() };
  },
};

if (workerData?.port) {
  const { port, kind, times } = workerData;
  for (let n = 0; n < times; n++) {
    port.postMessage(kind === 'integers' ? n : { id: n, name: 'item', value: 1.5 });
    // Without a pause now and then the whole stream would lie in memory before it is read.
    if (n % 1000 === 999) await new Promise(setImmediate);
  }
} else if (parentPort === null) {
  const [, , row, peer] = process.argv;
  if (row === 'pool one at a time') {
    const pool = await pools[peer](1);
    for (let n = 0; n < 2000; n++) await pool.run(n);
    const times = 10_000;
    const begin = performance.now();
    for (let n = 0; n < times; n++) await pool.run(n);
    console.log(times / seconds(begin));
    await pool.close();
    process.exit();
  } else if (row === 'pool batch') {
    const pool = await pools[peer](cores);
    let rate = 0;
    for (let round = 0; round < 6; round++) {
      const begin = performance.now();
      await Promise.all(Array.from({ length: 10_000 }, (_, n) => pool.run(n)));
      if (round >= 2) rate += 10_000 / seconds(begin) / 4;
    }
    console.log(rate);
    await pool.close();
    process.exit();
  } else {
    const kind = row === 'queue integers' ? 'integers' : 'objects';
    const times = 400_000;
    const { port1, port2 } = new MessageChannel();
    new Worker(here, { workerData: { port: port2, kind, times }, transferList: [port2] });
    let begin;
    let got = 0;
    port1.on('message', () => {
      begin ??= performance.now();
      if (++got === times) {
        console.log(times / seconds(begin));
        process.exit();
      }
    });
  }
}
