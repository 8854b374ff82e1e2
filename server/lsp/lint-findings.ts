// The lint's findings as this user and this project want them: with their severities, and with what runs have shown.
import type { Connection } from 'vscode-languageserver/node';
import type { Finding, Severity } from '../lint/facts/finding.js';
import { withObserved, type ObservedOrder } from '../lock-order/lock-orders.js';
import type { Engine } from '../lint/engine.js';
import type { LintDocuments } from './lint-documents.js';

export interface LintSettings {
  enable: boolean;
  /** Which files report findings; all are read either way. */
  scope: 'workspace' | 'openFiles';
  /** By rule; wins over the project's. */
  severity: ReadonlyMap<string, Severity | 'off'>;
}

const levels = ['off', 'hint', 'information', 'warning', 'error'] as const;

/** As the user has set them; an editor that knows none gets the defaults. */
export async function lintSettings(connection: Connection): Promise<LintSettings> {
  const given: unknown = await connection.workspace.getConfiguration('threadbook.lint');
  const settings = typeof given === 'object' && given !== null ? (given as { [K in keyof LintSettings]?: unknown }) : {};
  const severity = Object.entries(typeof settings.severity === 'object' && settings.severity !== null ? settings.severity : {}).flatMap(([rule, wanted]): [string, Severity | 'off'][] => {
    const level = levels.find((each) => each === wanted);
    return level ? [[rule, level]] : [];
  });
  return { enable: settings.enable !== false, scope: settings.scope === 'openFiles' ? 'openFiles' : 'workspace', severity: new Map(severity) };
}

export interface LintFindings {
  /** All findings of a lint that has been prepared, sorted by place. */
  all(lint: Engine, settings: LintSettings, signal: AbortSignal): Finding[];
  /** Comments of the file that silence nothing. */
  unused(lint: Engine, path: string, settings: LintSettings, signal: AbortSignal): Finding[];
}

/** `observed` is what runs have shown by now. */
export function createLintFindings({ project }: LintDocuments, observed: () => readonly ObservedOrder[]): LintFindings {
  return {
    all(lint, { severity }, signal) {
      const seen = observed();
      return project.withSeverities(lint.checkAll(signal), severity).map((finding) => withObserved(finding, seen));
    },
    unused: (lint, path, { severity }, signal) => project.withSeverities(lint.unused(path, signal), severity),
  };
}
