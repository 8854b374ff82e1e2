// A priority queue that one builds oneself, from a heap and two conditions; the heap is in patterns/shared-heap.ts.
import { heapParts, SharedHeap, type HeapParts } from '../patterns/shared-heap.js';
import { defineRecipe } from '../recipe.js';
import { Barrier, print, sleep, task, Thread } from '../threading/index.js';

interface Patient {
  name: string;
  /** 1 is the most urgent. */
  urgency: number;
}

/** Each arrival comes to the waiting room with patients of all urgencies, the least urgent first. */
export const arrive = task(import.meta.url, function arrive(parts: HeapParts, door: string, count: number, allArrived: Barrier): void {
  const waitingRoom = new SharedHeap<Patient>(parts);
  for (let n = 0; n < count; n++) {
    const urgency = 5 - (n % 5);
    waitingRoom.put({ name: `${door}${n + 1}`, urgency }, urgency);
  }
  print(`${count} patients have come in`);
  allArrived.wait();
});

export const treat = task(import.meta.url, function treat(parts: HeapParts, count: number, allArrived: Barrier, perPatientMs: number): void {
  const waitingRoom = new SharedHeap<Patient>(parts);
  allArrived.wait(); // Only then is there one right order, which can be checked.
  let last = 0;
  for (let n = 0; n < count; n++) {
    const { name, urgency } = waitingRoom.get();
    if (urgency < last) throw new Error(`${name} with urgency ${urgency} came after urgency ${last}`);
    last = urgency;
    print(`urgency ${urgency}: ${name}`);
    sleep(perPatientMs);
  }
  print(`treated ${count} patients, the most urgent first`);
  print(`then came ${waitingRoom.get().name}`);
});

export const recipe = defineRecipe({
  section: '12.3',
  title: 'A priority queue of one’s own',
  story: 'A heap in shared memory under one lock, with conditions for “not empty” and “not full”, used by several threads.',
  doc: [
    'Any data structure becomes safe for threads with a lock around it and a `Condition` for what somebody may have to wait for.',
    'Here it is a binary heap. Objects cannot be shared between threads, so its entries are numbers and bytes in a `SharedArrayBuffer`.',
    'In the sidebar the waiting room’s lock goes from thread to thread; the doctor waits *for waiting room not empty* when all have been treated.',
    'Without the lock two threads would move entries at the same time, and the heap would lose patients or treat them twice.',
  ].join(' '),
  parameters: {
    patients: { type: 'integer', default: 15, minimum: 1, maximum: 10_000, help: 'How many patients come in by each of the two doors.' },
    perPatient: { type: 'integer', default: 150, minimum: 0, maximum: 60_000, help: 'Milliseconds that the doctor needs for a patient.' },
    latecomer: { type: 'integer', default: 7_000, minimum: 0, maximum: 600_000, help: 'Milliseconds until one more comes, for whom the doctor waits.' },
  },
  expects: 'completes',
  transcript: {
    parameters: { patients: 5, perPatient: 1, latecomer: 300 },
    lines: {
      'door *': ['5 patients have come in', '5 patients have come in'],
      doctor: [1, 1, 2, 2, 3, 3, 4, 4, 5, 5].map((urgency) => `urgency ${urgency}: *`).concat('treated 10 patients, the most urgent first', 'then came a latecomer'),
    },
  },
  main({ patients, perPatient, latecomer }) {
    const parts = heapParts(patients * 2 + 1, 'waiting room');
    const allArrived = new Barrier(3, { name: 'all have come in' });
    const threads = [
      new Thread(treat, { args: [parts, patients * 2, allArrived, perPatient], name: 'doctor' }),
      ...['A', 'B'].map((door) => new Thread(arrive, { args: [parts, door, patients, allArrived], name: `door ${door}` })),
    ];
    for (const thread of threads) thread.start();
    sleep(latecomer);
    new SharedHeap<Patient>(parts).put({ name: 'a latecomer', urgency: 9 }, 9);
    for (const thread of threads) thread.join();
  },
});
