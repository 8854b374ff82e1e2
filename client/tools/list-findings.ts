// For a language model: what the lint and the runs have found in the source, with both ways of each finding.
import { DiagnosticSeverity, languages, workspace, type Diagnostic, type Location } from 'vscode';
import type { ClientTool } from './tool.js';

const most = 100;

export const listFindings: ClientTool = {
  name: 'threadbook_listFindings',
  async invoke({ server }, { file }) {
    await server.start();
    // A file is linted when it is open; one that is not yet is opened, and what is known of it comes a moment later.
    if (typeof file === 'string') await workspace.openTextDocument(file);
    const found = languages.getDiagnostics().flatMap(([uri, all]) => all.filter((each) => each.source === 'threadbook' && (typeof file !== 'string' || uri.fsPath === file)).map((each) => ({ path: uri.fsPath, each })));
    if (found.length === 0) return 'There are no findings in the files that are open.';
    const more = found.length > most ? `\n… and ${found.length - most} more` : '';
    return found.slice(0, most).map(({ path, each }) => wordsOf(path, each)).join('\n') + more;
  },
};

function wordsOf(path: string, { range, severity, code, message, relatedInformation = [] }: Diagnostic): string {
  const name = typeof code === 'object' ? code.value : code;
  const related = relatedInformation.map(({ location, message: words }) => `  - ${words} (${placeOf(location)})`);
  return [`- ${path}:${range.start.line + 1} ${DiagnosticSeverity[severity].toLowerCase()} ${name}: ${message}`, ...related].join('\n');
}

const placeOf = ({ uri, range }: Location): string => `${uri.fsPath}:${range.start.line + 1}`;
