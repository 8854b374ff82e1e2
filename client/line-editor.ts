// The line that a person is typing into the terminal of a run: what each key does to it, and how it is drawn and taken off the screen again.
// Knows nothing of vscode, so that it can be tested in plain Node.

export interface TypedListener {
  /** Whole lines, without their breaks; a paste may bring several. */
  lines(lines: string[]): void;
  /** Ctrl+D: nothing will follow. */
  end(): void;
  /** Ctrl+C. */
  interrupt(): void;
}

/** Before what is typed, where the run has not asked anything. */
export const plainPrompt = '> ';
const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
/** Such characters take two columns. */
const wide = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Emoji_Presentation}|[\u3000-\u303f\uff00-\uff60]/u;

export class LineEditor {
  readonly #listener: TypedListener;
  #line = '';
  #ended = false;
  /** Of the screen. */
  columns = 80;
  /** Stands before what is typed. Change it only while nothing is drawn. */
  prompt = plainPrompt;

  constructor(listener: TypedListener) {
    this.#listener = listener;
  }

  /** Nothing is read any more, because its end was typed or `close` was called. */
  get ended(): boolean {
    return this.#ended;
  }

  /** What stands on the screen's last rows for it. */
  get drawn(): string {
    return this.#ended ? '' : this.prompt + this.#line;
  }

  /** Takes what is drawn off the screen; the cursor stands where it began. */
  get erase(): string {
    if (this.#ended) return '';
    const rows = Math.ceil(width(this.drawn) / this.columns) - 1;
    return `\r${rows > 0 ? `\x1b[${rows}A` : ''}\x1b[J`;
  }

  /** What the terminal says was typed: a key, or all of a paste. */
  type(data: string): void {
    const done: string[] = [];
    // Keys that move or do something come as escape sequences, and mean nothing here.
    for (const { segment } of characters.segment(data.replace(/\x1b(?:[[O][0-9;?]*[ -/]*[@-~]|.)?/gu, '').replace(/\r\n/g, '\r'))) {
      if (segment === '\x03') return this.#listener.interrupt();
      if (this.#ended) return;
      if (segment === '\r' || segment === '\n') {
        done.push(this.#line);
        this.#line = '';
      } else if (segment === '\x04') {
        if (this.#line !== '') continue;
        if (done.length > 0) this.#listener.lines(done.splice(0));
        this.#ended = true;
        this.#listener.end();
      } else if (segment === '\x7f' || segment === '\b') this.#line = [...characters.segment(this.#line)].slice(0, -1).map((each) => each.segment).join('');
      else if (segment === '\x15') this.#line = '';
      else if (segment === '\x17') this.#line = this.#line.replace(/\S*\s*$/u, '');
      else if (segment === '\t') this.#line += ' ';
      else if (segment >= ' ') this.#line += segment;
    }
    if (done.length > 0) this.#listener.lines(done);
  }

  close(): void {
    this.#ended = true;
  }
}

function width(text: string): number {
  let columns = 0;
  for (const { segment } of characters.segment(text)) columns += wide.test(segment) ? 2 : 1;
  return columns;
}
