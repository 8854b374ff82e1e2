import { Mutex } from 'async-mutex';

const ledger = new Mutex();
const audit = new Mutex();

export async function post_bad(): Promise<void> {
  await ledger.runExclusive(async () => { // warn lock-order-inversion "takes ledger and then audit" // step A1 A2
    await audit.runExclusive(() => {}); // step A3
  });
}

export async function report_bad(): Promise<void> {
  const release = await audit.acquire(); // step B1
  try {
    await ledger.runExclusive(() => {}); // step B2
  } finally {
    release();
  }
}

export async function third_ok(): Promise<void> {
  await ledger.runExclusive(() => {});
  await audit.runExclusive(() => {});
}
