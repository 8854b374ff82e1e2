// Answers that are kept until something that they were worked out from changes, and that do not depend on who asks first. When an answer that
// was worked out again is the same as before, those who used it stay as they are. Knows nothing of what the questions are about.
import { currentReader, readBy, Source, type User } from './source.js';

export interface Question<K, S, V> {
  /** Where the answers are: by key alone, or by key within a scope. */
  store: { get(key: K, scope: S): Answer<K, S, V> | undefined; set(key: K, scope: S, answer: Answer<K, S, V>): void; drop?(key: K, scope: S): void };
  compute(key: K, scope: S): V;
  /** The answer where the question leads back to itself. */
  provisional(key: K): V;
  same(before: V, now: V): boolean;
  /** Whether the provisional answer has proved right: what was worked out with it counts then. */
  proves?(provisional: V, value: V): boolean;
  /** Kept without users; told when an answer may have become another. */
  stale?(key: K): void;
}

/** Answers from memory, else by `compute`, which may ask for the same key again and then gets the provisional answer. */
export type Recall<K, S, V> = (key: K, scope: S) => V;

/** All questions of one memory share one notion of what is being worked out. */
export interface Memory {
  ask<K, S, V>(question: Question<K, S, V>): Recall<K, S, V>;
  /** Works out something once, and again when it is asked for after a change. */
  watch<V>(compute: () => V, same?: (before: V, now: V) => boolean): () => V;
  /** Answers by objects that live as long as their facts. */
  byKey<K extends object, S, V>(): Question<K, S, V>['store'];
  /** The answer is not wanted any more. */
  drop<K, S, V>(question: Question<K, S, V>, key: K, scope: S): void;
}

type Trust = 'good' | 'doubtful' | 'bad';

let turns = 0;

class Answer<K, S, V> extends Source implements User {
  trust: Trust = 'bad';
  value: V | undefined;
  known = false;
  sources: Source[] = [];
  /** How many questions were open when it was asked; -1 where it is not being worked out. */
  level = -1;
  provisionalUsed = false;
  checking = false;
  guess: { value: V; lowest: number } | undefined;
  /** The turn of work in which it is or was worked out. */
  ownTurn = 0;

  constructor(
    readonly question: Question<K, S, V>,
    readonly key: K,
    readonly scope: S,
  ) {
    super();
  }

  note(source: Source): void {
    if (source.turn === this.ownTurn || source === this) return;
    source.turn = this.ownTurn;
    source.addUser(this);
    this.sources.push(source);
  }

  doubt(sure: boolean): void {
    if (this.trust === 'bad' || (this.trust === 'doubtful' && !sure)) return;
    const before = this.trust;
    this.trust = sure ? 'bad' : 'doubtful';
    if (before !== 'good') return;
    if (this.question.stale) this.question.stale(this.key);
    else if (!this.used) return this.forget();
    this.tell(false);
  }

  /** Nobody uses it: whoever asks again has it worked out again. */
  forget(): void {
    if (this.level >= 0 || this.guess) return;
    this.trust = 'bad';
    this.known = false;
    this.value = undefined;
    this.leaveAll();
    this.question.store.drop?.(this.key, this.scope);
  }

  leaveAll(): void {
    const { sources } = this;
    this.sources = [];
    for (const source of sources) leave(source, this);
  }

  /** Users were told that it may be another; now it is. */
  become(value: V): void {
    const another = !this.known || this.value === undefined || !this.question.same(this.value, value);
    if (another) this.value = value;
    this.known = true;
    this.trust = 'good';
    if (another) this.tell(true);
  }
}

type Any = Answer<unknown, unknown, unknown>;

function leave(source: Source, user: User): void {
  source.removeUser(user);
  if (source instanceof Answer && !source.used && !source.question.stale) source.forget();
}

/**
 * A question that leads back to itself is answered provisionally there. What was worked out with such an answer is a guess: it counts while the
 * outer question is open and is worked out anew afterwards, because a kept guess would make answers depend on the order of the questions.
 *
 * With `once` nothing will ever change: who used what is not kept, which is a good part of the work.
 */
export function createMemory(once = false): Memory {
  /** Guesses made so far, innermost last. */
  const trail: Any[] = [];
  let depth = 0;
  /** The outermost open question whose provisional answer was used. */
  let lowest = Infinity;

  function recall<K, S, V>(answer: Answer<K, S, V>): V {
    if (answer.level >= 0) {
      lowest = Math.min(lowest, answer.level);
      answer.provisionalUsed = true;
      currentReader()?.note(answer);
      return answer.question.provisional(answer.key);
    }
    if (answer.trust === 'doubtful') check(answer as Any);
    if (answer.trust === 'good') {
      answer.read();
      return answer.value as V;
    }
    if (answer.guess) {
      lowest = Math.min(lowest, answer.guess.lowest);
      const reader = currentReader();
      if (reader) for (const source of answer.sources) reader.note(source);
      return answer.guess.value;
    }
    const value = work(answer);
    if (isGood(answer)) answer.read();
    return value;
  }

  /** Makes a doubtful answer good or bad. */
  function check(answer: Any): void {
    const outer = lowest;
    answer.checking = true;
    depth++;
    try {
      readBy(undefined, () => {
        for (const source of answer.sources) {
          if (!(source instanceof Answer) || source.trust === 'good') continue;
          // What is being worked out right now is not known yet.
          if (source.level >= 0 || source.checking) answer.trust = 'bad';
          else {
            if (source.trust === 'doubtful') check(source as Any);
            if (source.trust === 'bad') work(source as Any);
            if (!isGood(source)) answer.trust = 'bad';
          }
          if (answer.trust === 'bad') return;
        }
      });
    } finally {
      depth--;
      answer.checking = false;
      lowest = outer;
    }
    if (answer.trust === 'doubtful') answer.trust = 'good';
  }

  function work<K, S, V>(answer: Answer<K, S, V>): V {
    const { question, key, scope } = answer;
    const level = depth++;
    if (level === 0) discard(0);
    const outer = lowest;
    const before = trail.length;
    const old = answer.sources;
    answer.sources = [];
    answer.ownTurn = ++turns;
    answer.level = level;
    answer.provisionalUsed = false;
    lowest = Infinity;
    try {
      const value = readBy(once ? undefined : answer, () => question.compute(key, scope));
      // A list that grew by pushing takes several times its room.
      answer.sources = answer.sources.slice();
      leaveOld(answer, old);
      if (answer.provisionalUsed && question.proves?.(question.provisional(key), value) === false) discard(before);
      if (lowest < level) {
        answer.guess = { value, lowest };
        trail.push(answer as unknown as Any);
        const reader = currentReader();
        if (reader) for (const source of answer.sources) reader.note(source);
        lowest = Math.min(outer, lowest);
      } else {
        answer.become(value);
        discard(before, true);
        lowest = outer;
      }
      return value;
    } finally {
      depth--;
      answer.level = -1;
    }
  }

  /** Ends the guesses made since then. What has been proved counts from now on. */
  function discard(from: number, proved = false): void {
    while (trail.length > from) {
      const inner = trail.pop();
      const guess = inner?.guess;
      if (!inner || !guess) continue;
      inner.guess = undefined;
      if (proved && inner.question.proves) inner.become(guess.value);
      else inner.leaveAll();
    }
  }

  function leaveOld(answer: User & { sources: Source[] }, old: readonly Source[]): void {
    if (old.length === 0) return;
    const mark = ++turns;
    for (const source of answer.sources) source.turn = mark;
    for (const source of old) if (source.turn !== mark) leave(source, answer);
  }

  return {
    ask(question) {
      return (key, scope) => {
        let answer = question.store.get(key, scope);
        if (!answer) question.store.set(key, scope, (answer = new Answer(question, key, scope)));
        return recall(answer);
      };
    },
    watch(compute, same = () => false) {
      const nothing = (): never => {
        throw new Error('What is watched does not lead back to itself.');
      };
      const answer = new Answer({ store: { get: () => undefined, set() {} }, compute, provisional: nothing, same, stale() {} }, undefined, undefined);
      return () => recall(answer);
    },
    byKey<K extends object, S, V>() {
      const answers = once ? new Map<K, Answer<K, S, V>>() : new WeakMap<K, Answer<K, S, V>>();
      return { get: (key: K) => answers.get(key), set: (key: K, _scope: S, answer: Answer<K, S, V>) => void answers.set(key, answer) };
    },
    drop(question, key, scope) {
      question.store.get(key, scope)?.forget();
    },
  };
}

/** Not narrowed by what was known before: work may change it. */
const isGood = (answer: { trust: Trust }): boolean => answer.trust === 'good';

/** Answers by text within an object. */
export function byName<S extends object, V>(): Question<string, S, V>['store'] {
  const answers = new WeakMap<S, Map<string, Answer<string, S, V>>>();
  return {
    get: (key, scope) => answers.get(scope)?.get(key),
    set(key, scope, answer) {
      const own = answers.get(scope);
      if (own) own.set(key, answer);
      else answers.set(scope, new Map([[key, answer]]));
    },
    drop: (key, scope) => void answers.get(scope)?.delete(key),
  };
}
