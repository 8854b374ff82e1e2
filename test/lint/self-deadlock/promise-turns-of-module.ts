// A module's lock made of nothing but a promise, which the next one replaces by its own.
let last: Promise<void> = Promise.resolve();

function inTurn<T>(action: () => Promise<T>): Promise<T> {
  const before = last;
  let done: () => void;
  last = new Promise<void>((resolve) => {
    done = resolve;
  });
  return before.then(action).finally(() => done()); // step A2 A6
}

async function read(): Promise<void> {
  return inTurn(async () => {}); // step A5
}

export async function rename_bad(): Promise<void> {
  return inTurn(async () => { // warn self-deadlock // step A1 A3
    await read(); // step A4
  });
}

export async function rename_ok(): Promise<void> {
  await inTurn(async () => {});
  return read();
}

// Its own promise: nobody else waits for it.
export async function chain_ok(action: () => Promise<void>): Promise<void> {
  let own = Promise.resolve();
  own = own.then(action);
  own = own.then(action);
  return own;
}
