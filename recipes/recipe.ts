// What a recipe is. A recipe is one file of catalog/ that exports `recipe`; its id is the file's name.
import type { PollableQueue } from './threading/index.js';

/** One parameter as the user sees it. Values travel as text until `server/runs/parameters.ts` has checked them. */
export type ParameterSpec =
  | { type: 'integer'; default: number; minimum: number; maximum: number; help: string }
  | { type: 'choice'; default: string; choices: string[]; help: string }
  | { type: 'boolean'; default: boolean; help: string }
  | { type: 'text'; default: string; pattern?: string; help: string };

export type ParameterSpecs = Record<string, ParameterSpec>;
export type ParameterValues<P extends ParameterSpecs> = { [K in keyof P]: ParameterValue<P[K]> };
type ParameterValue<S extends ParameterSpec> = S extends { type: 'integer' } ? number : S extends { type: 'boolean' } ? boolean : string;

/**
 * How a run is meant to end. `deadlocks`: it never ends by itself, a cycle of waiting threads forms. `loses updates`: it completes, and its transcript says
 * with `<some>` how much got lost. `is stopped`: it never ends by itself either; a test stops it when it has printed its transcript.
 */
export type Expectation = 'completes' | 'deadlocks' | 'raises' | 'loses updates' | 'is stopped';

/**
 * What a run with these parameters prints, by thread. Within a thread the order counts, between threads it does not.
 * In a thread's name and in a line `*` stands for any text; in a line `<some>` stands for a whole number above 0; a line that is `...` stands for any number of lines. A name with `*` collects the lines
 * of all threads that match, in any order. A thread that is not named here may print what it likes.
 */
export interface Transcript<P extends ParameterSpecs = ParameterSpecs> {
  parameters: Partial<ParameterValues<P>>;
  /** What is typed in the test of a recipe that reads input: lines, and then its end. */
  input?: string[];
  lines: Record<string, string[]>;
}

/**
 * What is typed into the run's terminal, or comes from standard input: a line an item, without its line break. At the end of the input (Ctrl+D) the
 * queue is shut down: `get` throws QueueShutDown, and `for (const line of input)` is over. It can be given to other threads, and waited for by `select`.
 */
export type InputLines = PollableQueue<string>;

/**
 * Asks whoever types, and waits for the line that answers: Python's `input`. The question has no line break, and stands where it is answered.
 * Throws QueueShutDown at the end of the input.
 */
export function ask(question: string, input: InputLines): string {
  process.stdout.write(question);
  return input.get();
}

export interface Recipe<P extends ParameterSpecs = ParameterSpecs> {
  /** Section of the chapter: `12.4`. */
  section: string;
  title: string;
  /** One line for the list. */
  story: string;
  /** Markdown, a few sentences: the problem, what to look for in the sidebar, what goes wrong otherwise. */
  doc: string;
  /** A broken twin shows the trap that its sibling (an id) avoids. */
  twinOf?: string;
  parameters: P;
  expects: Expectation;
  transcript: Transcript<P>;
  /**
   * Runs in the run's MainThread. May block; may return a promise. An exception ends the run as `raised`. A recipe whose `main` has a second
   * parameter reads input: only such a run has a queue for it, and a terminal that takes what is typed.
   */
  main(parameters: ParameterValues<P>, input: InputLines): void | Promise<void>;
}

/** A recipe that a user writes for themselves: what they leave out is empty, and it should complete. */
export type OwnRecipe<P extends ParameterSpecs = ParameterSpecs> = Pick<Recipe<P>, 'title' | 'main'> & Partial<Recipe<P>>;

/** Identity, for type inference of the parameters. */
export function defineRecipe<P extends ParameterSpecs>(recipe: Recipe<P>): Recipe<P>;
export function defineRecipe<P extends ParameterSpecs>(recipe: OwnRecipe<P>): OwnRecipe<P>;
export function defineRecipe<P extends ParameterSpecs>(recipe: OwnRecipe<P>): OwnRecipe<P> {
  return recipe;
}
