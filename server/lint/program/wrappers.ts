// What a project says of its own code, or of a library that nobody else knows: this makes a lock, this holds one, this blocks. Where a name is
// found, what the project says counts and the source is not looked into.
import type { FileNode } from './program.js';
import type { Blocker, LibraryThing, Operation } from '../facts/library.js';

/** `name`: a class or a function after its module, `db.locks.Mutex`; as many parts as are needed to tell it from others. */
export type Wrapper = { name: string } & (
  /** Calling it makes a lock. `take` and `release` are its methods. */
  | { is: 'lock'; take: string; release: string; reentrant: boolean; asynchronous: boolean }
  /** A context manager that holds the locks that are handed to it. */
  | { is: 'guard' }
  | { is: 'blocking'; on: Blocker }
  /** It neither takes a lock nor waits. */
  | { is: 'harmless' }
);

export interface Wrappers {
  /** Instead of those that were told before. */
  use(wrappers: readonly Wrapper[]): void;
  /** By the full name of a library thing. */
  thing(name: string): LibraryThing | undefined;
  /** The full name of what a class or function of the program counts as. */
  own(file: FileNode, qualified: string): string | undefined;
}

const mark = 'wrapper:';

export function createWrappers(): Wrappers {
  let things = new Map<string, LibraryThing>();
  return {
    use(wrappers) {
      things = new Map(wrappers.map((wrapper) => [wrapper.name, thingOf(wrapper)]));
    },
    thing: (name) => (things.size === 0 ? undefined : things.get(name.startsWith(mark) ? name.slice(mark.length) : name.replace(/^\w+:/, ''))),
    own(file, qualified) {
      if (things.size === 0) return undefined;
      const module = file.path.replace(/(\/__init__|\/index)?\.\w+$/, '').replaceAll('/', '.');
      const full = `.${module}.${qualified}`;
      const name = [...things.keys()].find((each) => full.endsWith(`.${each}`));
      return name === undefined ? undefined : mark + name;
    },
  };
}

function thingOf(wrapper: Wrapper): LibraryThing {
  switch (wrapper.is) {
    case 'lock': {
      const { take, release, reentrant, asynchronous } = wrapper;
      const acquire: Operation = { does: 'acquire', blocking: { name: 'blocking' }, timeout: { name: 'timeout' } };
      return { made: { makes: 'lock', reentrant, asynchronous, exclusive: true }, methods: { [take]: acquire, [release]: { does: 'release' } } };
    }
    case 'guard':
      return { does: { does: 'hold' } };
    case 'blocking':
      return { does: { does: 'block', on: wrapper.on, timeout: { name: 'timeout' } } };
    case 'harmless':
      return { does: { does: 'none' } };
    default:
      return wrapper satisfies never;
  }
}
