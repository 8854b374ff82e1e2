// Lines out of the pieces in which TCP delivers them, for the tasks of the network scheduler. Knows nothing of what the lines mean.
import type { Connection, Steps } from './network-scheduler.js';

export class LineReader {
  readonly #connection: Connection;
  readonly #longest: number;
  #text = '';
  #position = 0;
  /** Behind the end of the line at the position; 0 when it has not arrived as a whole. */
  #end = 0;

  /** A line of more than `longest` bytes is an error: whoever sends one without end must not fill the memory. */
  constructor(connection: Connection, longest = 1_048_576) {
    this.#connection = connection;
    this.#longest = longest;
  }

  /** Whether the next line is here already, so that `readLine` will not wait. */
  get ready(): boolean {
    return this.#end > 0;
  }

  /**
   * Waits for a line and answers it with its end, however many pieces it takes; the last one may have no end; undefined when there is none left.
   * A character is a byte (latin1), so that what is written back in the same way is what was sent.
   */
  *readLine(): Steps<string | undefined> {
    while (this.#end === 0) {
      if (this.#text.length - this.#position > this.#longest) throw new Error(`a line has more than ${this.#longest} bytes`);
      const piece = yield* this.#connection.read();
      const rest = this.#text.slice(this.#position);
      if (piece === undefined) {
        this.#text = '';
        this.#position = 0;
        return rest || undefined;
      }
      this.#text = rest + piece.toString('latin1');
      this.#position = 0;
      this.#end = this.#text.indexOf('\n', rest.length) + 1;
    }
    const line = this.#text.slice(this.#position, this.#end);
    this.#position = this.#end;
    this.#end = this.#text.indexOf('\n', this.#position) + 1;
    return line;
  }
}
