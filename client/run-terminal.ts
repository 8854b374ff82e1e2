// The terminal of one run: a screen that the run writes on, and a line to type into where the run reads input. Keeps the end of the text, so that it can be opened late or again.
import { EventEmitter, l10n, ThemeIcon, window, type Terminal, type TerminalDimensions } from 'vscode';
import { LineEditor, plainPrompt } from './line-editor.js';
import type { JoinedLine } from './line-joiner.js';

/** Characters kept of each run, more than a terminal scrolls back by default. */
const keptLimit = 1024 * 1024;

const controlC = '\x03';

/** What becomes of what the user types. */
export interface TerminalInput {
  /** Ctrl+C. */
  stop(): void;
  /** Missing where the run does not read input. `end`: nothing will follow. */
  send?(lines: string[], end: boolean): void;
}

const style = { bold: '1', dim: '2' };
const tones = { good: '32', neutral: '1', bad: '31' };
/** How the last line is meant. */
export type Tone = keyof typeof tones;

/** ANSI colours that can be read on dark and on light backgrounds. */
const threadColors = ['36', '33', '35', '34', '32', '96', '93', '95', '94', '92'];

export class RunTerminal {
  readonly #title: string;
  readonly #stop: () => void;
  /** Missing where the run does not read input. */
  readonly #editor: LineEditor | undefined;
  readonly #written = new EventEmitter<string>();
  readonly #colors = new Map<string, string>();
  #kept = '';
  #open = false;
  #finished = false;
  #typing = false;

  constructor(title: string, { stop, send }: TerminalInput) {
    this.#title = title;
    this.#stop = stop;
    this.#put(`${painted(style.bold, title)}\r\n`);
    if (!send) return;
    this.#put(`${painted(style.dim, l10n.t('Type a line and press Enter. Ctrl+D ends the input, Ctrl+C stops the run.'))}\r\n`);
    this.#editor = new LineEditor({
      lines: (lines) => {
        this.#put(lines.map((line) => `${painted(style.dim, `${this.#takePrompt()}${line}`)}\r\n`).join(''));
        send(lines, false);
      },
      end: () => {
        const asked = this.#takePrompt();
        this.#put(`${painted(style.dim, `${asked === plainPrompt ? '' : asked}${l10n.t('(end of input)')}`)}\r\n`);
        send([], true);
      },
      interrupt: stop,
    });
  }

  /** A terminal with all that is kept; what is written from now on follows. At most one may be open. */
  open(): Terminal {
    return window.createTerminal({
      name: this.#title,
      iconPath: new ThemeIcon('beaker'),
      isTransient: true,
      pty: {
        onDidWrite: this.#written.event,
        open: (dimensions: TerminalDimensions | undefined) => {
          this.#open = true;
          this.#resize(dimensions);
          this.#written.fire(this.#kept + this.#drawn);
        },
        setDimensions: (dimensions: TerminalDimensions) => this.#resize(dimensions),
        close: () => (this.#open = false),
        handleInput: (typed: string) => {
          if (this.#finished) return;
          if (this.#editor) this.#type(typed, this.#editor);
          else if (typed === controlC) this.#stop();
        },
      },
    });
  }

  /** `unfinished`, a line that has no end yet, stands before what is typed: it is what the run asks. */
  write(lines: readonly JoinedLine[], unfinished?: JoinedLine): void {
    const prompt = unfinished ? `[${unfinished.thread}] ${unfinished.text}` : plainPrompt;
    if (this.#editor && prompt !== this.#editor.prompt) {
      if (this.#open) this.#written.fire(this.#erase);
      this.#editor.prompt = prompt;
      if (this.#open) this.#written.fire(this.#drawn);
    }
    if (lines.length === 0) return;
    this.#put(lines.map(({ thread, text }) => `${painted(this.#color(thread), `[${thread}]`)} ${text}\r\n`).join(''));
  }

  /** The last lines: how it ended, and what else is to be said. Nothing may be written after them. */
  finish(words: string, tone: Tone, remarks: readonly string[]): void {
    if (this.#open) this.#written.fire(this.#erase);
    this.#editor?.close();
    this.#finished = true;
    this.#put(`\r\n${painted(tones[tone], words)}\r\n${remarks.map((remark) => `${remark}\r\n`).join('')}`);
  }

  /** What was asked is answered once. */
  #takePrompt(): string {
    const { prompt } = this.#editor!;
    this.#editor!.prompt = plainPrompt;
    return prompt;
  }

  #type(typed: string, editor: LineEditor): void {
    this.#written.fire(editor.erase);
    this.#typing = true;
    editor.type(typed);
    this.#typing = false;
    this.#written.fire(editor.drawn);
  }

  #resize(dimensions: TerminalDimensions | undefined): void {
    if (dimensions && this.#editor) this.#editor.columns = dimensions.columns;
  }

  /** While a key is worked on, the line that is typed is off the screen already. */
  get #erase(): string {
    return this.#typing ? '' : (this.#editor?.erase ?? '');
  }

  get #drawn(): string {
    return this.#typing ? '' : (this.#editor?.drawn ?? '');
  }

  #put(text: string): void {
    this.#kept += text;
    if (this.#kept.length > keptLimit) {
      const from = this.#kept.indexOf('\n', this.#kept.length - keptLimit / 2) + 1;
      this.#kept = `${painted(style.dim, l10n.t('(earlier output is not kept)'))}\r\n${this.#kept.slice(from)}`;
    }
    if (this.#open) this.#written.fire(this.#erase + text + this.#drawn);
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
