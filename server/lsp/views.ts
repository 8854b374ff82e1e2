// Sends the rows of the views as versioned patches, at most ten a second.
import type { Connection } from 'vscode-languageserver/node';
import { rowsPatch } from '../model/rows-patch.js';
import { methods, type Row, type RowsPatch, type RowsSnapshot, type ViewId } from '../protocol.js';

const betweenPatchesMs = 100;

export interface ViewContent {
  rows: Row[];
  warnings: number;
}

export interface Views {
  /** Says where the content of a view comes from; `asked` is called when a client first wants it. */
  show(view: ViewId, content: () => ViewContent, asked?: () => void): void;
  /** The content of a view may have changed: a patch follows soon. */
  changed(view: ViewId): void;
  snapshot(view: ViewId): RowsSnapshot;
  /** Whether a client has asked for a snapshot of it. */
  isShown(view: ViewId): boolean;
}

interface Shown {
  content: () => ViewContent;
  version: number;
  rows: Map<string, Row>;
  warnings: number;
  timer?: NodeJS.Timeout;
  asked: boolean;
  firstAsked?: (() => void) | undefined;
}

export function createViews(connection: Connection): Views {
  const shown = new Map<ViewId, Shown>();

  function publish(view: ViewId, state: Shown): void {
    clearTimeout(state.timer);
    state.timer = undefined;
    const { rows, warnings } = state.content();
    const { changed, removed } = rowsPatch(state.rows, rows);
    if (changed.length === 0 && removed.length === 0 && warnings === state.warnings) return;
    state.version++;
    state.rows = new Map(rows.map((row) => [row.id, row]));
    state.warnings = warnings;
    const patch: RowsPatch = { view, version: state.version, changed, removed, warnings };
    void connection.sendNotification(methods.rowsPatch, patch);
  }

  return {
    show(view, content, firstAsked) {
      shown.set(view, { content, version: 0, rows: new Map(), warnings: 0, asked: false, firstAsked });
    },
    changed(view) {
      const state = shown.get(view);
      if (state) state.timer ??= setTimeout(() => publish(view, state), betweenPatchesMs);
    },
    isShown: (view) => shown.get(view)?.asked ?? false,
    snapshot(view) {
      const state = shown.get(view);
      if (state && !state.asked) {
        state.asked = true;
        state.firstAsked?.();
      }
      if (state?.timer) publish(view, state);
      return { view, version: state?.version ?? 0, rows: state ? [...state.rows.values()] : [], warnings: state?.warnings ?? 0 };
    },
  };
}
