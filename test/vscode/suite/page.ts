// Drives the window that the tests run in: keys, clicks, what is on the screen, pictures. The launcher owns the browser; this speaks to it over the loopback.
// Undefined where the window cannot be driven (desktop); such tests are skipped there.
import { env } from 'node:process';

/** Selectors are Playwright's; one that begins with `webview ` looks into the page of ours that is in sight. Every wait fails after some seconds with the selector's name. */
export interface Page {
  /** `Enter`, `Control+A`. */
  press(keys: string): Promise<void>;
  type(text: string): Promise<void>;
  /** All at once, where what is shown answers to each key. */
  paste(text: string): Promise<void>;
  click(selector: string): Promise<void>;
  /** Moves the mouse onto it. */
  hover(selector: string): Promise<void>;
  /** Waits until it can be seen. */
  see(selector: string): Promise<void>;
  /** Waits until it cannot be seen. */
  miss(selector: string): Promise<void>;
  /** Waits until a decoration behind a line of the editor says so. */
  seeBehindLine(text: string): Promise<void>;
  missBehindLine(text: string): Promise<void>;
  /** Moves the right edge of an element by so many pixels. */
  widen(selector: string, pixels: number): Promise<void>;
  /** The texts of all elements that match now. */
  texts(selector: string): Promise<string[]>;
  /** Null where it has none. */
  attribute(selector: string, name: string): Promise<string | null>;
  /** Presses the mouse at the first place, lets it go at the second; pixels from the element's upper left corner. */
  drag(selector: string, from: [x: number, y: number], to: [x: number, y: number]): Promise<void>;
  /** Moves the mouse there. */
  point(selector: string, at: [x: number, y: number]): Promise<void>;
  /** What the accessibility checker finds in the page of ours that is in sight, a line each. */
  axe(): Promise<string[]>;
  /** A browser's zoom: 2 is 200 %. */
  zoom(factor: number): Promise<void>;
  /** What of the page of ours that is in sight is cut off, out of reach or upon something else, a line each. */
  crowded(): Promise<string[]>;
  screenshot(name: string): Promise<void>;
  /** Ends everything of the editor at once, the caller too. Only for a suite that is launched to be killed. */
  killEditor(): Promise<void>;
}

const address = env['THREADBOOK_PAGE'];

async function ask<R>(action: keyof Page, argument: string): Promise<R> {
  const answer = await fetch(address ?? '', { method: 'POST', body: JSON.stringify({ action, argument }) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  return JSON.parse(text) as R;
}

export const page: Page | undefined =
  address === undefined
    ? undefined
    : {
        press: (keys) => ask('press', keys),
        type: (text) => ask('type', text),
        paste: (text) => ask('paste', text),
        click: (selector) => ask('click', selector),
        hover: (selector) => ask('hover', selector),
        see: (selector) => ask('see', selector),
        miss: (selector) => ask('miss', selector),
        seeBehindLine: (text) => ask('seeBehindLine', text),
        missBehindLine: (text) => ask('missBehindLine', text),
        widen: (selector, pixels) => ask('widen', `${selector}|${pixels}`),
        texts: (selector) => ask('texts', selector),
        attribute: (selector, name) => ask('attribute', `${selector}|${name}`),
        drag: (selector, from, to) => ask('drag', `${selector}|${from}|${to}`),
        point: (selector, at) => ask('point', `${selector}|${at}`),
        axe: () => ask('axe', ''),
        killEditor: () => ask('killEditor', ''),
        zoom: (factor) => ask('zoom', String(factor)),
        crowded: () => ask('crowded', ''),
        screenshot: (name) => ask('screenshot', name),
      };
