// Remembers, for this workspace, which recipe ran last and with which parameters each recipe ran.
import { commands, type Memento } from 'vscode';

export interface LastRun {
  recipe: string;
  parameters: Record<string, string>;
}

const lastRecipeKey = 'lastRecipe';
const parametersKey = 'lastParameters';

export class LastRuns {
  readonly #memory: Memento;

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

  async remember({ recipe, parameters }: LastRun): Promise<void> {
    const all = this.#memory.get<Record<string, Record<string, string>>>(parametersKey, {});
    await this.#memory.update(parametersKey, { ...all, [recipe]: parameters });
    await this.#memory.update(lastRecipeKey, recipe);
    this.#setContext();
  }

  #setContext(): void {
    void commands.executeCommand('setContext', 'threadbook.hasLastRun', this.recipe !== undefined);
  }
}
