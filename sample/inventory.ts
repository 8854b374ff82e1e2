// A shop that reserves articles for orders. Stock and orders have a mutex each.
import { Mutex } from 'async-mutex';

const stockMutex = new Mutex();
const ordersMutex = new Mutex();
const stock = new Map<string, number>([['tea', 10]]);
const orders: { article: string; count: number }[] = [];

export async function placeOrder(article: string, count: number): Promise<void> {
  await stockMutex.runExclusive(async () => {
    stock.set(article, (stock.get(article) ?? 0) - count);
    await ordersMutex.runExclusive(() => {
      orders.push({ article, count });
    });
  });
}

export async function cancelLastOrder(): Promise<void> {
  const release = await ordersMutex.acquire();
  try {
    const order = orders.pop();
    if (order) await putBack(order.article, order.count);
  } finally {
    release();
  }
}

async function putBack(article: string, count: number): Promise<void> {
  await stockMutex.runExclusive(() => {
    stock.set(article, (stock.get(article) ?? 0) + count);
  });
}
