// The terminal of one run: a screen that the run writes on. Keeps the end of the text, so that it can be opened late or again.
import { EventEmitter, l10n, ThemeIcon, window, type Terminal } from 'vscode';
import type { JoinedLine } from './line-joiner.js';

/** Characters kept of each run, more than a terminal scrolls back by default. */
const keptLimit = 1024 * 1024;

const controlC = '\x03';
const style = { bold: '1', dim: '2' };
const tones = { good: '32', neutral: '1', bad: '31' };
/** How the last line is meant. */
export type Tone = keyof typeof tones;

/** ANSI colours that can be read on dark and on light backgrounds. */
const threadColors = ['36', '33', '35', '34', '32', '96', '93', '95', '94', '92'];

export class RunTerminal {
  readonly #title: string;
  readonly #stop: () => void;
  readonly #written = new EventEmitter<string>();
  readonly #colors = new Map<string, string>();
  #kept = '';
  #open = false;
  #finished = false;

  /** `stop` is called when the user presses Ctrl+C. */
  constructor(title: string, stop: () => void) {
    this.#title = title;
    this.#stop = stop;
    this.#put(`${painted(style.bold, title)}\r\n`);
  }

  /** A terminal with all that is kept; what is written from now on follows. At most one may be open. */
  open(): Terminal {
    return window.createTerminal({
      name: this.#title,
      iconPath: new ThemeIcon('beaker'),
      isTransient: true,
      pty: {
        onDidWrite: this.#written.event,
        open: () => {
          this.#open = true;
          this.#written.fire(this.#kept);
        },
        close: () => (this.#open = false),
        handleInput: (typed: string) => {
          if (typed === controlC && !this.#finished) this.#stop();
        },
      },
    });
  }

  write(lines: readonly JoinedLine[]): void {
    if (lines.length === 0) return;
    this.#put(lines.map(({ thread, text }) => `${painted(this.#color(thread), `[${thread}]`)} ${text}\r\n`).join(''));
  }

  /** The last lines: how it ended, and what else is to be said. Nothing may be written after them. */
  finish(words: string, tone: Tone, remarks: readonly string[]): void {
    this.#finished = true;
    this.#put(`\r\n${painted(tones[tone], words)}\r\n${remarks.map((remark) => `${remark}\r\n`).join('')}`);
  }

  #put(text: string): void {
    this.#kept += text;
    if (this.#kept.length > keptLimit) {
      const from = this.#kept.indexOf('\n', this.#kept.length - keptLimit / 2) + 1;
      this.#kept = `${painted(style.dim, l10n.t('(earlier output is not kept)'))}\r\n${this.#kept.slice(from)}`;
    }
    if (this.#open) this.#written.fire(text);
  }

  #color(thread: string): string {
    let color = this.#colors.get(thread);
    if (color === undefined) {
      color = threadColors[this.#colors.size % threadColors.length] ?? style.bold;
      this.#colors.set(thread, color);
    }
    return color;
  }
}

function painted(code: string, text: string): string {
  return `\x1b[${code}m${text}\x1b[0m`;
}
