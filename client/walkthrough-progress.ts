// Ticks the steps of the walkthrough: a context key that is true for a moment when something happens. VS Code remembers a ticked step by itself, and
// never ticks a step in this session whose key is true when it first reads the walkthrough; so no key stays true.
import { commands, languages, window, type Disposable, type Uri } from 'vscode';
import type { Runs } from './runs.js';

/** The steps' completion events in the manifest name these. */
type Key = 'threadbook.runSeen' | 'threadbook.deadlockSeen' | 'threadbook.inversionSeen' | 'threadbook.inversionMended' | 'threadbook.deadlockMended';

function happened(key: Key): void {
  for (const value of [true, false]) void commands.executeCommand('setContext', key, value);
}

export function keepWalkthroughProgress(runs: Runs): Disposable[] {
  const deadlocked = new Set<string>();
  /** Files, open now, that had a lock-order inversion. */
  const inverted = new Set<string>();

  const look = (uris: readonly Uri[]): void => {
    for (const uri of uris) {
      const shown = window.visibleTextEditors.some(({ document }) => document.uri.toString() === uri.toString());
      if (!shown) inverted.delete(uri.toString()); // The warnings of a file that is closed go too; nobody has mended anything.
      else if (languages.getDiagnostics(uri).some(({ source, code }) => source === 'threadbook' && codeOf(code) === 'lock-order-inversion')) {
        inverted.add(uri.toString());
        happened('threadbook.inversionSeen');
      } else if (inverted.delete(uri.toString())) happened('threadbook.inversionMended');
    }
  };

  return [
    runs.onDidStart(() => happened('threadbook.runSeen')),
    runs.onDidWarn(({ recipe }) => {
      deadlocked.add(recipe);
      happened('threadbook.deadlockSeen');
    }),
    runs.onDidEnd(({ recipe, outcome }) => {
      if (outcome.kind === 'completed' && deadlocked.has(recipe)) happened('threadbook.deadlockMended');
    }),
    languages.onDidChangeDiagnostics(({ uris }) => look(uris)),
    window.onDidChangeVisibleTextEditors((editors) => look(editors.map(({ document }) => document.uri))),
  ];
}

const codeOf = (code: string | number | { value: string | number } | undefined): string | number | undefined => (typeof code === 'object' ? code.value : code);
