// Reads threadbook.json: which rules count, what is left out, in which order locks are taken. Opens no file: the text comes with its path.
import picomatch from 'picomatch';
import { getLanguageService, type ASTNode, type JSONSchema } from 'vscode-json-languageservice';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { contradiction, type DeclaredOrder } from '../lint/conclusions/declared-order.js';
import type { Finding, Severity, Site } from '../lint/facts/finding.js';
import type { Wrapper } from '../lint/program/wrappers.js';
import { lintConfigSchema, waitsFor } from './lint-config-schema.js';

export const lintConfigName = 'threadbook.json';

export interface LintConfig {
  rules: ReadonlyMap<string, Severity | 'off'>;
  /** Whether a file (absolute, with `/`) is left out. */
  excludes(path: string): boolean;
  order: readonly DeclaredOrder[];
  wrappers: readonly Wrapper[];
}

export interface ConfigProblem {
  site: Site;
  message: string;
  /** Whoever has the schema finds it too. */
  bySchema: boolean;
}

export const emptyConfig: LintConfig = { rules: new Map(), excludes: () => false, order: [], wrappers: [] };

const service = getLanguageService({ schemaRequestService: () => Promise.reject(new Error('No schema but the own one is read.')) });

/** What the file says and what is wrong with it; what is wrong does not count, the rest does. `path` is absolute, with `/`. */
export async function readLintConfig(path: string, text: string): Promise<{ config: LintConfig; problems: ConfigProblem[] }> {
  const document = TextDocument.create(`file://${encodeURI(path)}`, 'json', 1, text);
  const json = service.parseJSONDocument(document);
  const said = await service.doValidation(document, json, { comments: 'error', trailingCommas: 'error' }, lintConfigSchema as unknown as JSONSchema);
  const site = (from: number, to: number): Site => {
    const start = document.positionAt(from);
    const end = document.positionAt(to);
    return { file: path, line: start.line + 1, column: start.character + 1, endLine: end.line + 1, endColumn: end.character + 1 };
  };
  const problems = said.map(({ range, message }): ConfigProblem => ({ site: site(document.offsetAt(range.start), document.offsetAt(range.end)), message: typeof message === 'string' ? message : message.value, bySchema: true }));
  const wrong = (at: Site): boolean => problems.some((problem) => problem.site.line === at.line && problem.site.column === at.column);

  const rules = new Map<string, Severity | 'off'>();
  const excluded: string[] = [];
  const order: DeclaredOrder[] = [];
  const wrappers: Wrapper[] = [];
  for (const property of json.root?.type === 'object' ? json.root.properties : []) {
    const name = property.keyNode.value;
    for (const child of property.valueNode?.children ?? []) {
      if (child.type === 'property' && name === 'rules') {
        const value = child.valueNode;
        if (value?.type === 'string' && !wrong(site(value.offset, value.offset + value.length)) && !wrong(site(child.offset, child.offset))) rules.set(child.keyNode.value, value.value as Severity | 'off');
      } else if (child.type === 'property' && name === 'wrappers') {
        const inside = (at: Site): boolean => !before(at, site(child.offset, child.offset)) && before(at, site(child.offset + child.length, child.offset + child.length));
        const wrapper = wrapperOf(child.keyNode.value, valueOf(child.valueNode));
        if (wrapper && !problems.some((problem) => inside(problem.site))) wrappers.push(wrapper);
      } else if (child.type === 'string' && name === 'exclude') excluded.push(child.value);
      else if (child.type === 'string' && name === 'order') {
        const at = site(child.offset, child.offset + child.length);
        if (wrong(at)) continue;
        const names = child.value.split('<').map((each) => each.trim());
        for (const [index, after] of names.slice(1).entries()) {
          const declared: DeclaredOrder = { before: names[index] ?? '', after, site: at };
          const other = declared.before === after ? declared : contradiction(order, declared);
          if (other) problems.push({ site: at, message: `${declared.before} < ${after} contradicts ${other.before} < ${other.after}, which follows from line ${other.site.line}.`, bySchema: false });
          else order.push(declared);
        }
      }
    }
  }
  const folder = path.slice(0, path.lastIndexOf('/'));
  const matches = excluded.length === 0 ? () => false : picomatch(excluded.flatMap((glob) => [glob, `${glob.replace(/\/$/, '')}/**`]), { dot: true });
  const excludes = (file: string): boolean => file.startsWith(`${folder}/`) && matches(file.slice(folder.length + 1));
  return { config: { rules, excludes, order, wrappers }, problems };
}

const before = (a: Site, b: Site): boolean => a.line < b.line || (a.line === b.line && a.column < b.column);

/** The plain values of an object in the text. */
const valueOf = (node: ASTNode | undefined): ReadonlyMap<string, unknown> => new Map(node?.type === 'object' ? node.properties.map(({ keyNode, valueNode }) => [keyNode.value, valueNode?.value]) : []);

function wrapperOf(name: string, said: ReadonlyMap<string, unknown>): Wrapper | undefined {
  const text = (key: string, otherwise: string): string => {
    const value = said.get(key);
    return typeof value === 'string' ? value : otherwise;
  };
  switch (said.get('is')) {
    case 'lock':
      return { name, is: 'lock', take: text('take', 'acquire'), release: text('release', 'release'), reentrant: said.get('reentrant') === true, asynchronous: said.get('asynchronous') === true };
    case 'guard':
      return { name, is: 'guard' };
    case 'blocking':
      return { name, is: 'blocking', on: waitsFor[text('for', 'network')] ?? 'socket' };
    case 'harmless':
      return { name, is: 'harmless' };
    default:
      return undefined;
  }
}

/** The findings with the severities that were asked for; those of rules that are off are left out. The later source wins. */
export function withSeverities(findings: readonly Finding[], ...sources: ReadonlyMap<string, Severity | 'off'>[]): Finding[] {
  return findings.flatMap((finding) => {
    const severity = sources.reduce<Severity | 'off'>((current, source) => source.get(finding.rule) ?? current, finding.severity);
    return severity === 'off' ? [] : severity === finding.severity ? finding : { ...finding, severity };
  });
}
