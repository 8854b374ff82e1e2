// The user's language, for what the server says to people. A text is named by its English words, as with `vscode.l10n`; the client hands the others in.

let texts: Readonly<Record<string, string>> = {};

export const l10n = {
  /** `{0}` is a place for a value. Give the text as a literal: a test collects them. */
  t(text: string, ...values: readonly (string | number)[]): string {
    return (texts[text] ?? text).replace(/\{(\d+)\}/g, (whole, index: string) => String(values[Number(index)] ?? whole));
  },
  /** From now on. Called once, before anything is said. */
  use(bundle: Readonly<Record<string, string>>): void {
    texts = bundle;
  },
};
