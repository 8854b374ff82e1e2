// What a page of the editor area is. To add one: a file here and a line in index.ts, a folder in webviews/, a line in server/lsp/page-list.ts.
import type { RunPageId } from '../../server/protocol.js';
import type { Texts } from '../../webviews/messages.js';

export interface Page {
  id: RunPageId;
  /** As in the manifest's activation events. */
  viewType: `threadbook.${string}`;
  /** Of the tab, for a run's title. */
  title(run: string): string;
  texts(): Texts;
  /** Once the run is over it shows its recording at any moment, in place of the last state. */
  scrubbed?: true;
  /** It names recipes that tell more. */
  teaches?: true;
}
