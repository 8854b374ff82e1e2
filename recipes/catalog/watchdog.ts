// A watchdog: threads that make progress say so, and one that has been silent for too long is reported, with what it waits for, and replaced.
import { defineRecipe } from '../recipe.js';
import { Abandoned, Barrier, Lock, observe, print, sleep, task, Thread } from '../threading/index.js';

/** Far longer than the watchdog's patience: what it is there for is not to wait until this is over. */
const longTimeout = 600_000;

interface Workplace {
  drawing: Lock;
  part: Lock;
  /** Counts up with each piece of work, one word for each worker. */
  progress: Int32Array;
}

/** Works well for a while; then both workers take what the other one needs. */
export const work = task(import.meta.url, function work(place: Workplace, id: number, pieces: number, unlucky: Barrier): void {
  Atomics.add(place.progress, id, 1); // To be up and running is progress too.
  for (let n = 0; n < pieces; n++) {
    sleep(100);
    Atomics.add(place.progress, id, 1);
  }
  const [first, second] = id === 0 ? [place.drawing, place.part] : [place.part, place.drawing];
  using one = first.hold();
  unlucky.wait();
  print(`holds the ${first.name}, wants the ${second.name}`);
  try {
    using other = second.hold(longTimeout);
    print(`got the ${second.name}`);
  } catch (error) {
    if (!(error instanceof Abandoned)) throw error;
    // Its holder was killed. What the lock protects may be half changed; here it is a drawing that can be drawn anew.
    second.recover();
    second.release();
    print(`recovered the ${second.name}, whose holder is gone`);
  }
});

/** Ends when all workers have. */
export const watch = task(import.meta.url, function watch(workers: Thread[], progress: Int32Array, patienceMs: number): void {
  let seen = progress.slice();
  let silentSince = Date.now();
  while (workers.some((worker) => worker.isAlive())) {
    sleep(patienceMs / 10);
    if (progress.some((count, id) => count !== seen[id])) {
      seen = progress.slice();
      silentSince = Date.now();
    } else if (Date.now() - silentSince >= patienceMs) {
      print(`no progress for ${patienceMs} ms:`);
      for (const worker of workers) print(`  ${worker.name} ${waitOf(worker)}`);
      print(`ending ${workers[0]!.name}, so that the others can go on`);
      workers[0]!.kill();
      workers[0]!.join();
      silentSince = Date.now();
    }
  }
});

/** What a thread waits for, and who has it, from the state that all threads publish. */
function waitOf(thread: Thread): string {
  const { threads, resources } = observe();
  const state = threads.find(({ id }) => id === thread.ident)?.state;
  if (state?.kind !== 'waiting') return `is ${state?.kind ?? 'gone'}`;
  const wanted = resources.find(({ id }) => id === state.resource);
  const owner = wanted !== undefined && 'owner' in wanted ? threads.find(({ id }) => id === wanted.owner)?.name : undefined;
  return `waits for the ${wanted?.name}${owner === undefined ? '' : `, held by ${owner}`}`;
}

export const recipe = defineRecipe({
  section: '12.5',
  title: 'A watchdog',
  story: 'Workers report progress; when none comes, a watchdog says who waits for whom and ends one of them.',
  doc: [
    'Where deadlocks cannot be ruled out, for instance because of foreign code, one can at least notice that nothing moves any more.',
    'Each worker counts its steps in shared memory. The watchdog looks at the counts, and when they stand still for too long it reports and ends a worker.',
    'In the sidebar both workers wait for what the other one holds; when one has been ended, its lock is marked as held by a thread that is gone, and the other one recovers it.',
    'Ending a thread may leave its data half written: this is the last resort, and no cure.',
  ].join(' '),
  parameters: {
    pieces: { type: 'integer', default: 30, minimum: 0, maximum: 10_000, help: 'Pieces of work, of a tenth of a second each, before it goes wrong.' },
    patience: { type: 'integer', default: 3_000, minimum: 10, maximum: 60_000, help: 'Milliseconds without any progress after which the watchdog barks.' },
  },
  expects: 'completes',
  transcript: {
    parameters: { pieces: 1, patience: 1_000 },
    lines: {
      'worker-1': ['holds the drawing, wants the part'],
      'worker-2': ['holds the part, wants the drawing', 'recovered the drawing, whose holder is gone'],
      watchdog: [
        'no progress for 1000 ms:',
        '  worker-1 waits for the part, held by worker-2',
        '  worker-2 waits for the drawing, held by worker-1',
        'ending worker-1, so that the others can go on',
      ],
      MainThread: ['worker-1 was killed, worker-2 returned'],
    },
  },
  main({ pieces, patience }) {
    const place: Workplace = { drawing: new Lock({ name: 'drawing' }), part: new Lock({ name: 'part' }), progress: new Int32Array(new SharedArrayBuffer(8)) };
    const unlucky = new Barrier(2, { name: 'both hold one' });
    const workers = [0, 1].map((id) => new Thread(work, { args: [place, id, pieces, unlucky], name: `worker-${id + 1}` }));
    const watchdog = new Thread(watch, { args: [workers, place.progress, patience], name: 'watchdog' });
    for (const thread of [...workers, watchdog]) thread.start();
    for (const thread of [...workers, watchdog]) thread.join();
    print(`worker-1 was ${workers[0]!.ending?.how}, worker-2 ${workers[1]!.ending?.how}`);
  },
});
