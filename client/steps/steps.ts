// The small moves of a multi-step input: pick one, type one, go back. Each resolves to the value, to `back`, or to undefined where the user gave up.
import { QuickInputButtons, window, type Disposable, type QuickInput, type QuickInputButton, type QuickPickItem } from 'vscode';

export const back: unique symbol = Symbol('back');
export type Answer<T> = T | typeof back | undefined;

export interface Step {
  title: string;
  placeholder?: string;
  /** Position among the steps; left out where the number of steps is not known yet. */
  step?: number;
  totalSteps?: number;
  canGoBack: boolean;
}

export async function pickOne<T extends QuickPickItem>(step: Step, items: readonly T[], active?: T): Promise<Answer<T>> {
  const pick = window.createQuickPick<T>();
  pick.items = items;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  if (active !== undefined) pick.activeItems = [active];
  return await ask<T>(pick, step, (settle) => [
    pick.onDidAccept(() => {
      const [chosen] = pick.selectedItems;
      if (chosen !== undefined) settle(chosen);
    }),
  ]);
}

/** `check` says what is wrong with a text, or null. It is asked at every change and decides at the end, so a bad text is never an answer. */
export async function typeOne(step: Step, value: string, prompt: string, check: (text: string) => Promise<string | null>): Promise<Answer<string>> {
  const input = window.createInputBox();
  input.value = value;
  input.prompt = prompt;
  let asked = 0;
  const validate = async (): Promise<boolean> => {
    const question = ++asked;
    const wrong = await check(input.value);
    // An answer about a text that has changed since says nothing any more.
    if (question !== asked) return false;
    input.validationMessage = wrong ?? undefined;
    return wrong === null;
  };
  return await ask<string>(input, step, (settle, fail) => [
    input.onDidChangeValue(() => void validate().catch(fail)),
    input.onDidAccept(() => {
      input.busy = true;
      validate()
        .then((fine) => fine && settle(input.value), fail)
        .finally(() => (input.busy = false));
    }),
  ]);
}

type Wire<T> = (settle: (answer: T) => void, fail: (error: unknown) => void) => Disposable[];

async function ask<T>(input: QuickInput & { buttons: readonly QuickInputButton[]; placeholder?: string | undefined; onDidTriggerButton: (listener: (button: QuickInputButton) => void) => Disposable }, step: Step, wire: Wire<T>): Promise<Answer<T>> {
  input.title = step.title;
  input.step = step.step;
  input.totalSteps = step.totalSteps;
  input.placeholder = step.placeholder;
  // Losing a half-filled form because another window took the focus is worse than a form that stays.
  input.ignoreFocusOut = step.canGoBack;
  if (step.canGoBack) input.buttons = [QuickInputButtons.Back];
  let wired: Disposable[] = [];
  try {
    return await new Promise<Answer<T>>((resolve, reject) => {
      wired = [
        ...wire(resolve, reject),
        input.onDidTriggerButton((button) => {
          if (button === QuickInputButtons.Back) resolve(back);
        }),
        input.onDidHide(() => resolve(undefined)),
      ];
      input.show();
    });
  } finally {
    for (const one of wired) one.dispose();
    input.dispose();
  }
}

