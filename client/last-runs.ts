// Remembers which recipe ran last and with which parameters: for each recipe in this workspace, and for each run in this window.
import { commands, type Memento } from 'vscode';
import type { RunId } from '../server/protocol.js';

export interface LastRun {
  recipe: string;
  parameters: Record<string, string>;
}

const lastRecipeKey = 'lastRecipe';
const parametersKey = 'lastParameters';

export class LastRuns {
  readonly #memory: Memento;
  readonly #ofRuns = new Map<RunId, LastRun>();

  constructor(memory: Memento) {
    this.#memory = memory;
    this.#setContext();
  }

  get recipe(): string | undefined {
    return this.#memory.get<string>(lastRecipeKey);
  }

  /** The parameters of the recipe's last run; undefined where it has not run yet. */
  parameters(recipe: string): Record<string, string> | undefined {
    return this.#memory.get<Record<string, Record<string, string>>>(parametersKey, {})[recipe];
  }

  /** What a run of this window was started with. */
  ofRun(run: RunId): LastRun | undefined {
    return this.#ofRuns.get(run);
  }

  async remember(run: RunId, { recipe, parameters }: LastRun): Promise<void> {
    this.#ofRuns.set(run, { recipe, parameters });
    const all = this.#memory.get<Record<string, Record<string, string>>>(parametersKey, {});
    await this.#memory.update(parametersKey, { ...all, [recipe]: parameters });
    await this.#memory.update(lastRecipeKey, recipe);
    this.#setContext();
  }

  #setContext(): void {
    void commands.executeCommand('setContext', 'threadbook.hasLastRun', this.recipe !== undefined);
  }
}
