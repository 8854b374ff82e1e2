// A bounded queue whose users do not wait for ever: a put that gives up when the consumer is too slow, a get that gives up when nothing comes.
import { defineRecipe } from '../recipe.js';
import { print, Queue, QueueEmpty, QueueFull, sleep, task, Thread } from '../threading/index.js';

export const measure = task(import.meta.url, function measure(readings: Queue<number>, count: number, patienceMs: number): void {
  let dropped = 0;
  for (let n = 1; n <= count; n++) {
    try {
      readings.put(n, patienceMs);
    } catch (error) {
      if (!(error instanceof QueueFull)) throw error;
      // An old reading is worth nothing; other programs would store it, or slow down.
      print(dropped++ === 0 ? `dropped reading ${n}: ${error.message}` : `dropped reading ${n} as well`);
    }
  }
  print(`${count - dropped} readings put, ${dropped} dropped`);
});

export const store = task(import.meta.url, function store(readings: Queue<number>, perReadingMs: number, idleMs: number): void {
  let stored = 0;
  for (;;) {
    try {
      readings.get(idleMs);
    } catch (error) {
      if (!(error instanceof QueueEmpty)) throw error;
      return print(`stored ${stored}; nothing came for ${idleMs} ms, so the sensor seems to be off`);
    }
    sleep(perReadingMs);
    stored++;
  }
});

export const recipe = defineRecipe({
  section: '12.3',
  title: 'A bounded queue with timeouts',
  story: 'Back-pressure with a limit: the producer waits a while for room and then drops, the consumer waits a while and then ends.',
  doc: [
    'A queue without bound hides a slow consumer until the memory is used up. A bounded one makes the producer wait, and a timeout lets it decide what then.',
    '`put(item, timeout)` throws `QueueFull`, `get(timeout)` throws `QueueEmpty`.',
    'In the sidebar the queue is full nearly all the time, the sensor waits *to put* with a limit, and after the last reading the recorder waits *to get*, with its own.',
    'Without timeouts a recorder that hangs stops the sensor as well, and a sensor that is off keeps the recorder waiting for ever.',
  ].join(' '),
  parameters: {
    readings: { type: 'integer', default: 30, minimum: 1, maximum: 100_000, help: 'How many readings the sensor takes.' },
    capacity: { type: 'integer', default: 5, minimum: 1, maximum: 100_000, help: 'How many readings the queue holds.' },
    patience: { type: 'integer', default: 150, minimum: 0, maximum: 60_000, help: 'Milliseconds that the sensor waits for room; 0 drops at once.' },
    perReading: { type: 'integer', default: 400, minimum: 0, maximum: 60_000, help: 'Milliseconds that the recorder needs for a reading.' },
    idle: { type: 'integer', default: 1_000, minimum: 1, maximum: 60_000, help: 'Milliseconds without a reading after which the recorder ends.' },
  },
  expects: 'completes',
  transcript: {
    parameters: { readings: 8, capacity: 3, patience: 5, perReading: 100, idle: 1_000 },
    lines: {
      sensor: ['dropped reading *: Queue "readings" is full (3 items) and nothing was taken within 5 ms.', '...', '* readings put, * dropped'],
      recorder: ['stored *; nothing came for 1000 ms, so the sensor seems to be off'],
      MainThread: ['the queue is empty: true'],
    },
  },
  main({ readings: count, capacity, patience, perReading, idle }) {
    const readings = new Queue<number>(capacity, { name: 'readings' });
    const threads = [
      new Thread(measure, { args: [readings, count, patience], name: 'sensor' }),
      new Thread(store, { args: [readings, perReading, idle], name: 'recorder' }),
    ];
    for (const thread of threads) thread.start();
    for (const thread of threads) thread.join();
    print(`the queue is empty: ${readings.empty()}`);
  },
});
