// A semaphore as a limit: many threads, but only so many of them in a place at the same time.
import { defineRecipe } from '../recipe.js';
import { BoundedSemaphore, print, sleep, task, Thread } from '../threading/index.js';

/** Words of the shared count: how many are in the lift now, and the most there ever were. */
const now = 0;
const most = 1;

export const ride = task(import.meta.url, function ride(places: BoundedSemaphore, inLift: Int32Array, rideMs: number): void {
  using place = places.hold(); // Given back at the end of the block, also when it is left by an exception.
  const riders = Atomics.add(inLift, now, 1) + 1;
  for (let seen = inLift[most]!; riders > seen; seen = inLift[most]!) Atomics.compareExchange(inLift, most, seen, riders);
  sleep(rideMs);
  Atomics.sub(inLift, now, 1);
  print('went up');
});

export const recipe = defineRecipe({
  section: '12.4',
  title: 'A semaphore as a limit',
  story: 'Many threads want in, a semaphore lets only a few at a time; the most that were ever inside is measured.',
  doc: [
    'A lock lets one thread in, a semaphore as many as it has permits: connections to a database, files open at once, requests to somebody else’s server.',
    'In the sidebar the value of `places` falls to 0, the riders that hold none wait *to acquire places*, and whenever one gets out another gets in.',
    'A `BoundedSemaphore` also refuses to be released more often than it was acquired, which would silently raise the limit.',
    'Without the limit all would be inside together, and the slow thing behind it would be slower for everybody.',
  ].join(' '),
  parameters: {
    riders: { type: 'integer', default: 20, minimum: 1, maximum: 100, help: 'How many threads want to ride.' },
    places: { type: 'integer', default: 4, minimum: 1, maximum: 100, help: 'How many of them have a place at the same time.' },
    ride: { type: 'integer', default: 800, minimum: 0, maximum: 60_000, help: 'Milliseconds that a ride takes.' },
  },
  expects: 'completes',
  transcript: {
    parameters: { riders: 6, places: 2, ride: 40 },
    lines: { 'rider-*': Array<string>(6).fill('went up'), MainThread: ['6 riders, never more than 2 at a time'] },
  },
  main({ riders: count, places: limit, ride: rideMs }) {
    const places = new BoundedSemaphore(limit, { name: 'places' });
    const inLift = new Int32Array(new SharedArrayBuffer(8));
    const riders = Array.from({ length: count }, (_, n) => new Thread(ride, { args: [places, inLift, rideMs], name: `rider-${n + 1}` }));
    for (const rider of riders) rider.start();
    for (const rider of riders) rider.join();
    print(`${count} riders, never more than ${inLift[most]} at a time`);
    if (inLift[most]! > limit) throw new Error('there were more riders than places');
  },
});
