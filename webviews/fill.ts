// Puts values into a text. Pure: the client words what it saves in the same way as a page does.
import type { Texts } from './messages.js';

/** The text of that name with its values, in the user's language. */
export type Say<T extends Texts> = (name: keyof T & string, ...values: (string | number)[]) => string;

export function sayWith<T extends Texts>(texts: Texts): Say<T> {
  return (name, ...values) => (texts[name] ?? name).replace(/\{(\d+)\}/g, (whole, index: string) => String(values[Number(index)] ?? whole));
}
