// A class with its own acquire is no lock.
class Plane {
  acquire(): () => void {
    return () => {};
  }
  release(): void {}
  runExclusive<T>(body: () => T): T {
    return body();
  }
}

const one = new Plane();
const two = new Plane();

export function fly_ok(): void {
  one.runExclusive(() => two.runExclusive(() => one.acquire()));
}

export function land_ok(): void {
  two.acquire();
  one.runExclusive(() => two.release());
}
