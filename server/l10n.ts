// The user's language, for what the server says to people. A text is named by its English words, as with `vscode.l10n`; the client hands the others in.

let texts: Readonly<Record<string, string>> = {};

const fill = (text: string, values: readonly (string | number)[]): string => text.replace(/\{(\d+)\}/g, (whole, index: string) => String(values[Number(index)] ?? whole));

export const l10n = {
  /** `{0}` is a place for a value. Give the text as a literal: a test collects them. */
  t(text: string, ...values: readonly (string | number)[]): string {
    return fill(texts[text] ?? text, values);
  },
  /** The same for a text that stands in a list of texts, which the test collects as well. */
  known: (text: string, ...values: readonly string[]): string => fill(texts[text] ?? text, values),
  /** From now on. Called once, before anything is said. */
  use(bundle: Readonly<Record<string, string>>): void {
    texts = bundle;
  },
};
