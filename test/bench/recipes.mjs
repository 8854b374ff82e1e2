// The recipes' programs: `node recipes.mjs <row> [folder]` prints one number; `echo server` and `net server` print their port and serve.
import { createServer } from 'node:net';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import { startSupervisor, task, ThreadPoolExecutor, print } from '../../dist/recipes/threading/index.js';
import { Actor } from '../../dist/recipes/patterns/actor.js';
import { writeLog } from '../../dist/recipes/patterns/apache-logs.js';
import { Listener, NetworkScheduler } from '../../dist/recipes/patterns/network-scheduler.js';
import { ActorScheduler } from '../../dist/recipes/catalog/actor-scheduler.js';
import { findRobots } from '../../dist/recipes/catalog/find-robots.js';
import { serve } from '../../dist/recipes/catalog/network-scheduler.js';
import { TaskScheduler } from '../../dist/recipes/catalog/task-scheduler.js';

const here = import.meta.url;
const seconds = (begin) => (performance.now() - begin) / 1000;

function* countDown(n) {
  for (; n > 0; n--) yield;
}
function* printer() {
  for (;;) yield;
}
function* counter(scheduler) {
  for (let n = yield; n > 0; n = yield) {
    scheduler.send('printer', n);
    scheduler.send('counter', n - 1);
  }
}
export const receive = task(here, function receive(mailbox) {
  let count = 0;
  for (const message of mailbox) if (message !== undefined) count++;
  if (count > 0 && count !== 1_000_000) throw new Error(`${count} messages arrived`);
});

function threadActor(message) {
  const actor = new Actor('receiver', receive);
  // The workers are warm after a first actor, as Python's thread is started before its clock.
  const first = new Actor('first', receive).start();
  first.close();
  first.join();
  actor.start();
  const begin = performance.now();
  for (let n = 0; n < 1_000_000; n++) actor.send(message(n));
  actor.close();
  const error = actor.join();
  if (error) throw error;
  return 1_000_000 / seconds(begin);
}

const rows = {
  'make logs'(folder) {
    for (let day = 1; day <= 16; day++) writeLog({ folder, day, lines: 100_000, damage: day === 2 ? 'bad lines' : 'none' });
    return 16;
  },
  'log scan'(folder) {
    const paths = readdirSync(folder).sort().map((name) => join(folder, name));
    const pool = new ThreadPoolExecutor(2);
    [...pool.map(findRobots, paths.slice(0, 8))]; // Until the engine has compiled it; Python has nothing of the kind to wait for.
    const begin = performance.now();
    const hosts = new Set([...pool.map(findRobots, paths)].flatMap((each) => each.hosts));
    const elapsed = performance.now() - begin;
    if (hosts.size === 0) throw new Error('nothing found');
    pool.shutdown();
    return elapsed;
  },
  tasks() {
    const scheduler = new TaskScheduler();
    for (let n = 0; n < 10; n++) scheduler.newTask(countDown(1_000_000));
    const begin = performance.now();
    return scheduler.run() / seconds(begin);
  },
  actors() {
    const scheduler = new ActorScheduler();
    scheduler.newActor('printer', printer());
    scheduler.newActor('counter', counter(scheduler));
    scheduler.send('counter', 2_000_000);
    const begin = performance.now();
    return scheduler.run() / seconds(begin);
  },
  'thread actor integers': () => threadActor((n) => n),
  'thread actor strings': () => threadActor((n) => `message ${n}`),
  'thread actor tagged': () => threadActor((n) => ({ tag: 'deposit', amount: n })),
};

/** The row again and again for three seconds: the median of the later half, when the engine has compiled it and whoever watches is up and at work. */
export function steady(row, folder) {
  const values = [];
  for (const begin = performance.now(); seconds(begin) < 3 || values.length < 6; ) values.push(rows[row](folder));
  const later = values.slice(values.length >> 1).sort((a, b) => a - b);
  return later[later.length >> 1];
}

const servers = {
  'echo server'() {
    const scheduler = new NetworkScheduler((error) => console.error(error));
    scheduler.start((function* start() {
      const listener = yield* Listener.open(0);
      console.log('port', listener.port);
      scheduler.start(serve(scheduler, listener));
    })());
  },
  'net server'() {
    const server = createServer((socket) => socket.setNoDelay().on('data', (data) => socket.write(data)).on('error', () => socket.destroy()));
    server.listen(0, '127.0.0.1', () => console.log('port', server.address().port));
  },
};

export const runRow = task(here, function runRow(name, folder) {
  print(process.env.BENCH_WATCHED === 'off' ? steady(name, folder) : rows[name](folder));
});

const [row, folder] = process.argv.slice(2);
// `BENCH_WATCHED=off`: nobody looks, and the threads publish nothing; the counterpart of watched.mjs.
const off = process.env.BENCH_WATCHED === 'off';
if (isMainThread && process.argv[1] === fileURLToPath(import.meta.url)) {
  if (row in servers) servers[row]();
  else {
    const supervisor = startSupervisor({ telemetry: !off, onOutput: (_thread, text) => process.stdout.write(text) });
    const sampling = off ? undefined : setInterval(() => (supervisor.sample(), supervisor.drainHistory()), 20);
    const { ended } = supervisor.start(runRow, { args: [row, folder], name: 'MainThread' });
    const ending = await ended;
    clearInterval(sampling);
    await supervisor.terminateAll();
    supervisor.flushOutput();
    process.exit(ending.how === 'returned' ? 0 : 1);
  }
}
