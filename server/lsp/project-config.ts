// The threadbook.json of each workspace folder, as the editor's lint sees it: read from disk, read anew when it changes, its mistakes shown in the file.
import { readFile } from 'node:fs/promises';
import { DiagnosticSeverity, type Connection, type Diagnostic } from 'vscode-languageserver/node';
import { l10n } from '../l10n.js';
import { emptyConfig, lintConfigName, readLintConfig, withSeverities, type LintConfig } from '../project/lint-config.js';
import type { DeclaredOrder } from '../lint/conclusions/declared-order.js';
import type { Finding, Severity, Site } from '../lint/facts/finding.js';
import type { Wrapper } from '../lint/program/wrappers.js';
import { fileUri, source, toRange } from './convert.js';

export interface ProjectConfig {
  /** Reads the file of each folder; where there is none, or it cannot be read, nothing is configured. */
  read(roots: readonly string[]): Promise<void>;
  isConfig(path: string): boolean;
  excludes(path: string): boolean;
  order(): DeclaredOrder[];
  wrappers(): Wrapper[];
  /** `wanted` are the user's own severities, which win. */
  withSeverities(findings: readonly Finding[], wanted: ReadonlyMap<string, Severity | 'off'>): Finding[];
  /** Shows declared locks that do not exist, once the workspace is known. */
  compare(unknown: readonly { name: string; site: Site }[]): void;
}

export function createProjectConfig(connection: Connection): ProjectConfig {
  let folders: { root: string; config: LintConfig; mistakes: Diagnostic[] }[] = [];
  /** What was last sent for each file. */
  const sent = new Map<string, string>();

  async function readOne(root: string): Promise<(typeof folders)[number]> {
    const path = `${root}/${lintConfigName}`;
    const text = await readFile(path, 'utf8').catch(() => undefined);
    if (text === undefined) return { root, config: emptyConfig, mistakes: [] };
    const { config, problems } = await readLintConfig(path, text);
    // What the schema finds, the editor's own JSON support shows: the manifest gives it the schema.
    const mistakes = problems.filter(({ bySchema }) => !bySchema).map(({ site, message }) => diagnostic(site, message, DiagnosticSeverity.Error));
    if (problems.length > 0) connection.console.warn(problems.map(({ site, message }) => `${site.file}:${site.line}:${site.column}: ${message}`).join('\n'));
    return { root, config, mistakes };
  }

  function show(root: string, diagnostics: Diagnostic[]): void {
    const text = JSON.stringify(diagnostics);
    if ((sent.get(root) ?? '[]') === text) return;
    sent.set(root, text);
    void connection.sendDiagnostics({ uri: fileUri(`${root}/${lintConfigName}`), diagnostics });
  }

  const configOf = (path: string): LintConfig => folders.find(({ root }) => path.startsWith(`${root}/`))?.config ?? emptyConfig;

  return {
    async read(roots) {
      folders = await Promise.all(roots.map(readOne));
      for (const { root, mistakes } of folders) show(root, mistakes);
    },
    isConfig: (path) => folders.some(({ root }) => path === `${root}/${lintConfigName}`),
    excludes: (path) => configOf(path).excludes(path),
    order: () => folders.flatMap(({ config }) => config.order),
    wrappers: () => folders.flatMap(({ config }) => config.wrappers),
    withSeverities: (findings, wanted) => findings.flatMap((finding) => withSeverities([finding], configOf(finding.site.file).rules, wanted)),
    compare(unknown) {
      for (const { root, config, mistakes } of folders) {
        if (config.order.length === 0) continue;
        const own = unknown.filter(({ site }) => site.file === `${root}/${lintConfigName}`);
        show(root, [...mistakes, ...own.map(({ name, site }) => diagnostic(site, l10n.t('No lock that is taken in this workspace is called {0}.', name), DiagnosticSeverity.Warning))]);
      }
    },
  };
}

const diagnostic = (site: Site, message: string, severity: DiagnosticSeverity): Diagnostic => ({ range: toRange(site), severity, source, message });
