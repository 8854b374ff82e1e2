// What the sample uses of the package async-mutex, so that it can be read without installing anything.
declare module 'async-mutex' {
  export class Mutex {
    acquire(): Promise<() => void>;
    runExclusive<T>(callback: () => Promise<T> | T): Promise<T>;
  }
}
