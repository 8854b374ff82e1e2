// What answers are worked out from, and who was: when a source changes, its users are told. Knows nothing of what it stands for.

import { exact } from './exact.js';

/** Somebody whose answer was worked out from sources. */
export interface User {
  /** A source has changed; `sure` where it is one that it read itself and not one behind an answer that may stay the same. */
  doubt(sure: boolean): void;
  /** Takes note that the source is read. */
  note(source: Source): void;
}

let reader: User | undefined;

/** What is read while `work` runs is noted with that user alone. */
export function readBy<T>(user: User | undefined, work: () => T): T {
  const outer = reader;
  reader = user;
  try {
    return work();
  } finally {
    reader = outer;
  }
}

export const currentReader = (): User | undefined => reader;

/** More users than that are kept as a set. A set takes five times the memory, and most sources have two or three users. */
const fewUsers = 16;

export class Source {
  #users: Set<User> | User[] | User | undefined;
  /** The last turn of work that noted it: saves noting it twice. */
  turn = 0;

  read(): void {
    reader?.note(this);
  }

  changed(): void {
    this.tell(true);
  }

  get used(): boolean {
    return this.#users !== undefined && (!(this.#users instanceof Set) || this.#users.size > 0);
  }

  addUser(user: User): void {
    const users = this.#users;
    if (users === undefined) this.#users = user;
    else if (users instanceof Set) users.add(user);
    else if (!Array.isArray(users)) {
      if (users !== user) this.#users = [users, user];
    } else if (!users.includes(user)) this.#users = users.length < fewUsers ? users.concat(user) : new Set([...users, user]);
  }

  removeUser(user: User): void {
    const users = this.#users;
    if (users instanceof Set) users.delete(user);
    else if (users === user) this.#users = undefined;
    else if (Array.isArray(users)) {
      const rest = exact(users.filter((other) => other !== user));
      this.#users = rest.length > 1 ? rest : rest[0];
    }
  }

  protected tell(sure: boolean): void {
    const users = this.#users;
    if (users instanceof Set || Array.isArray(users)) for (const user of users) user.doubt(sure);
    else users?.doubt(sure);
  }
}

/** A source for each name, made when the name is first read. */
export class SourcesByName {
  #sources: Map<string, Source> | undefined;

  read(name: string): void {
    if (!reader) return;
    this.#sources ??= new Map();
    let source = this.#sources.get(name);
    if (!source) this.#sources.set(name, (source = new Source()));
    source.read();
  }

  /** Those of the names that `differs` tells. Names that nobody reads any more are forgotten. */
  changedWhere(differs: (name: string) => boolean): Source[] {
    const changed: Source[] = [];
    for (const [name, source] of this.#sources ?? []) {
      if (!source.used) this.#sources?.delete(name);
      else if (differs(name)) changed.push(source);
    }
    return changed;
  }
}
