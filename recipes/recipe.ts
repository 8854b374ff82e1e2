// What a recipe is. A recipe is one file of catalog/ that exports `recipe`; its id is the file's name.

/** One parameter as the user sees it. Values travel as text until `server/runs/parameters.ts` has checked them. */
export type ParameterSpec =
  | { type: 'integer'; default: number; minimum: number; maximum: number; help: string }
  | { type: 'choice'; default: string; choices: string[]; help: string }
  | { type: 'boolean'; default: boolean; help: string }
  | { type: 'text'; default: string; pattern?: string; help: string };

export type ParameterSpecs = Record<string, ParameterSpec>;
export type ParameterValues<P extends ParameterSpecs> = { [K in keyof P]: ParameterValue<P[K]> };
type ParameterValue<S extends ParameterSpec> = S extends { type: 'integer' } ? number : S extends { type: 'boolean' } ? boolean : string;

/** How a run is meant to end. `deadlocks`: it never ends by itself, a cycle of waiting threads forms. */
export type Expectation = 'completes' | 'deadlocks' | 'raises';

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
  /** Runs in the run's MainThread. May block; may return a promise. An exception ends the run as `raised`. */
  main(parameters: ParameterValues<P>): void | Promise<void>;
}

/** Identity, for type inference of the parameters. */
export function defineRecipe<P extends ParameterSpecs>(recipe: Recipe<P>): Recipe<P> {
  return recipe;
}
