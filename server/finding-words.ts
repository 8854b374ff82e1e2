// What the lint says, in the user's language. The lint itself, the command line and every file format speak English; here each of its sentences is
// recognised and said again. Knows neither rules nor editors.
import { l10n } from './l10n.js';

interface Sentence {
  text: string;
  pattern: RegExp;
}

const say = (text: string): Sentence => ({ text, pattern: new RegExp(`^${text.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\d\}/g, '(.+?)')}$`, 's') });

/** Whole messages and steps; the more particular ones first, because a place for a value takes anything. */
const sentences = [
  say('Possible deadlock: {0}, while {1}.'),
  say('{0} takes {1} of one object and then of another, in the order in which they were given; the same call with the objects swapped deadlocks with it. Take them in one order, such as by an id.'),
  say('{0} takes a whole set of locks at once, each as it comes; two such sets that overlap wait for each other. Sort them and take one after the other.'),
  say('{0} takes {1} and then {2}, but the declared order is {3}.'),
  say('{0} calls {1}, which takes {2}, which it already holds; the lock is not re-entrant, so it waits for itself for ever.'),
  say('{0} takes {1}, which it already holds; the lock is not re-entrant, so it waits for itself for ever.'),
  say('{0} takes {1}, but an exception leaves it taken. Use a scope that releases it on every way out.'),
  say('{0} takes {1}, but a return leaves it taken. Use a scope that releases it on every way out.'),
  say('{0} takes {1}, but the end of the function leaves it taken. Use a scope that releases it on every way out.'),
  say('{0} takes {1} and nothing gives it back.'),
  say('{0} waits for {1} to end while it holds {2}, which {3} needs to go on; it waits in vain until its time is up.'),
  say('{0} waits for {1} to end while it holds {2}, which {3} needs to go on.'),
  say('{0} awaits while it holds {1}, a lock of threads; a task of the same event loop that asks for it stops the whole loop.'),
  say('{0} awaits the network while it holds {1}; every task that asks for the lock waits as long.'),
  say('{0} {1} while it holds {2}; whoever needs the lock has to wait as long.'),
  say('{0} calls {1}, a function of somebody else, while it holds {2}; if it waits for a thread that needs the lock, both wait for ever.'),
  say('{0} calls {1}, a function of somebody else, while it holds {2}; if it comes back to ask for the lock, or waits for a thread that does, it waits for ever.'),
  say('{0} calls {1}, which runs callbacks of others, while it holds {2}; if it waits for a thread that needs the lock, both wait for ever.'),
  say('{0} calls {1}, which runs callbacks of others, while it holds {2}; if it comes back to ask for the lock, or waits for a thread that does, it waits for ever.'),
  say('{0} waits on {1} outside a loop; another thread may be faster, so ask again after waking up, or wait for a predicate.'),
  say('{0} waits on {1} without holding its lock.'),
  say('{0} notifies {1} without holding its lock.'),
  say('{0} takes {1} in order inside another ordered acquisition, of {2}; take all of them in one call.'),
  say('{0} waits for {1} and clears it in a loop; what is set in between is lost. A condition or a semaphore counts.'),
  say('{0} waits until all items of {1} are done, but {2} takes them and never says so.'),
  say('{0} takes {1}, which {2} holds; the collector can run it there in the same thread, which then waits for itself.'),
  say('{0} takes {1}, which {2} holds; a signal can run it there in the same thread, which then waits for itself.'),
  say('{0} runs in {1} and waits for another task of {2}; when all workers do, none is left to run what they wait for.'),
  say('{0} looks at {1} in a loop, but waits for {2} without a limit in between: until something comes it does not see that it should end.'),
  say('{0} starts a process while it holds {1}; in a forked process {2} waits for it for ever.'),
  say('{0} needs {1}, and so does the thread of {2}: if the thread has it at the moment of the fork, nobody ever gives it back in the new process.'),
  say('This comment silences nothing: {0} finds nothing at line {1}. Remove it.'),
  say('This comment silences nothing: no rule finds anything at line {0}. Remove it.'),
  say('the line that it speaks of'),
  say('an exception here leaves the function with the lock taken'),
  say('returns here with the lock taken'),
  say('the function ends with the lock taken'),
  say('an exception here leaves the function with {0} taken'),
  say('returns here with {0} taken'),
  say('the function ends with {0} taken'),
  say('waits here, and goes on without asking again'),
  say('waits on it here, where the lock is not held'),
  say('notifies it here, where the lock is not held'),
  say('its lock, {0}, is made here'),
  say('what is waited for is handed to {0}'),
  say('{0} is handed to {1}'),
  say('{0} is given back here, on another way'),
  say('{0} is declared here'),
  say('{0} is wrapped by {1}'),
  say('{0} starts {1}'),
  say('{0} looks at {1}'),
  say('{0} awaits {1}'),
  say('{0} takes an item of {1}'),
  say('{0} waits for all items of {1}'),
  say('{0} takes all of them'),
  say('{0} takes {1} again'),
  say('{0} takes {1} and then {2}'),
  say('{0} takes {1}'),
  say('{0} calls {1}'),
  say('waits for {0}'),
  say('clears {0}'),
];

/** Parts of sentences that are words themselves and no names. */
const words = new Map(
  [
    say('waits for a thread to end'),
    say('waits for the result of a task'),
    say('waits for room in a queue'),
    say('waits for an item of a queue'),
    say('waits for an event'),
    say('waits for the network'),
    say('waits for another process'),
    say('waits for somebody to type'),
    say('waits for other threads at a barrier'),
    say('waits for a queue to be worked off'),
    say('waits for the tasks of a pool'),
    say('waits on another condition'),
    say('sleeps'),
    say('the network'),
    say('an item of a queue'),
    say('somebody to type'),
    say('the callback'),
  ].map(({ text }) => [text, text]),
);

/** `{1} of {0}`: what stands where a name is expected. */
const parts = [say('the new process in {0}'), say('{0} takes {1} and then {2}'), say('{0} of {1}')];

/** The message of a finding or of a step; as it is where it is none of the lint's sentences. */
export function inUsersWords(message: string): string {
  return translation(message) ?? message;
}

/** Undefined where nothing is known about the message. */
export function translation(message: string): string | undefined {
  const [, mark = '', rest = message] = /^([A-Z]\d+: )(.*)$/s.exec(message) ?? [];
  for (const sentence of sentences) {
    const found = sentence.pattern.exec(rest);
    if (found) return mark + l10n.known(sentence.text, ...found.slice(1).map(part));
  }
  return undefined;
}

/** A value in a sentence: mostly a name, which stays as it is. */
function part(value: string): string {
  const word = words.get(value);
  if (word !== undefined) return l10n.known(word);
  if (!value.includes(' ')) return value;
  const listed = value.split(', ');
  if (listed.length > 1 && listed.every((each) => parts.some(({ pattern }) => pattern.test(each)))) return listed.map(part).join(l10n.t(', '));
  for (const { text, pattern } of parts) {
    const found = pattern.exec(value);
    if (found) return l10n.known(text, ...found.slice(1));
  }
  return value;
}
