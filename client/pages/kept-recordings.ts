// Keeps the recordings of runs whose pages are open, so that a page still has something to show when the window was loaded anew and the run is gone.
import { FileType, Uri, workspace } from 'vscode';
import type { RunId } from '../../server/protocol.js';
import type { Server } from '../server.js';

/** A page that nobody has looked at for so long is not missed. */
const keptMs = 14 * 24 * 3_600_000;

export class KeptRecordings {
  readonly #folder: Uri;
  readonly #server: Server;

  /** `storage`: a folder of the extension's own. */
  constructor(storage: Uri, server: Server) {
    this.#folder = Uri.joinPath(storage, 'recordings');
    this.#server = server;
  }

  /** Saves the recording of that run and answers its name. Rejects where the server refuses. */
  async keep(run: RunId): Promise<string> {
    await workspace.fs.createDirectory(this.#folder);
    await this.#forgetOld();
    const name = `${Date.now()}-${run}.threadbook-run`;
    await this.#server.saveRecording({ run, to: Uri.joinPath(this.#folder, name).fsPath });
    return name;
  }

  /** Rejects where it is no longer there. */
  async read(name: string): Promise<Uint8Array> {
    return await workspace.fs.readFile(this.#file(name));
  }

  async forget(name: string): Promise<void> {
    await workspace.fs.delete(this.#file(name));
  }

  /** A name comes from a page: it leads nowhere but into the folder. */
  #file(name: string): Uri {
    if (!/^[\w-]+\.threadbook-run$/.test(name)) throw new Error(`“${name}” is not the name of a kept recording.`);
    return Uri.joinPath(this.#folder, name);
  }

  async #forgetOld(): Promise<void> {
    for (const [name, type] of await workspace.fs.readDirectory(this.#folder)) {
      if (type === FileType.File && Number.parseInt(name, 10) < Date.now() - keptMs) await this.forget(name);
    }
  }
}
