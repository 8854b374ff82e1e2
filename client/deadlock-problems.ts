// A Problem on each line on which a deadlocked thread waits, and on each on which it took what the next one wants. They go when the run ends.
import { Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, l10n, languages, Location, Range, Uri, workspace, type Disposable, type LogOutputChannel, type TextDocument } from 'vscode';
import type { DeadlockCycle, DeadlockMember, DeadlockReport, RunId, Site, StrandedMember } from '../server/protocol.js';
import type { Runs } from './runs.js';
import type { Server } from './server.js';

type Placed = { file: string; diagnostic: Diagnostic; rule: string | undefined };

/** `rulePages` is the folder of the pages that explain the lint's rules. */
export function showDeadlockProblems(server: Server, runs: Runs, log: LogOutputChannel, rulePages: Uri): Disposable {
  const collection = languages.createDiagnosticCollection('threadbook-deadlocks');
  const byRun = new Map<RunId, Placed[]>();

  function show(): void {
    collection.clear();
    const files = new Map<string, Diagnostic[]>();
    for (const { file, diagnostic } of [...byRun.values()].flat()) files.set(file, [...(files.get(file) ?? []), diagnostic]);
    collection.set([...files].map(([file, diagnostics]) => [Uri.file(file), diagnostics]));
  }

  async function report(run: RunId): Promise<void> {
    const told = await server.deadlockReport(run);
    if (told === null || !runs.isActive(run)) return;
    byRun.set(run, await problemsOf(told, rulePages));
    // It may have ended meanwhile.
    if (!runs.isActive(run)) byRun.delete(run);
    show();
  }

  function forget(run: RunId): void {
    if (byRun.delete(run)) show();
  }

  const subscriptions = [
    collection,
    runs.onDidWarn(({ run }) => {
      report(run).catch((error: unknown) => log.error(`Showing the problems of run ${run} failed`, error as Error));
    }),
    runs.onDidEnd(({ run }) => forget(run)),
    runs.onDidLose((lost) => lost.forEach(({ run }) => forget(run))),
  ];
  return { dispose: () => subscriptions.forEach((subscription) => subscription.dispose()) };
}

async function problemsOf(report: DeadlockReport, rulePages: Uri): Promise<Placed[]> {
  const found = await Promise.all([
    ...report.cycles.flatMap((cycle) => cycle.members.flatMap((member) => [waitingProblem(report, cycle, member), holdingProblem(report, cycle, member)])),
    ...report.stranded.map((member) => strandedProblem(report, member)),
  ]);
  return found.flatMap((each) => {
    if (each === undefined) return [];
    each.diagnostic.code = each.rule === undefined ? 'deadlock' : { value: 'deadlock', target: Uri.joinPath(rulePages, `${each.rule}.md`) };
    return [each];
  });
}

async function waitingProblem(report: DeadlockReport, cycle: DeadlockCycle, { thread, waits }: DeadlockMember): Promise<Placed | undefined> {
  const [site] = waits.stack;
  if (site === undefined) return undefined;
  const message = waits.resource === undefined
    ? l10n.t('Deadlock in run {0}: {1} waits here for the end of {2}, which can never come.', report.run, thread.name, waits.heldBy.name)
    : l10n.t('Deadlock in run {0}: {1} waits here for {2}, which {3} never gives back.', report.run, thread.name, waits.resource.name, waits.heldBy.name);
  return await placed(site, DiagnosticSeverity.Error, message, cycle.rule, related(cycle));
}

async function holdingProblem(report: DeadlockReport, cycle: DeadlockCycle, { thread, holds, waits }: DeadlockMember): Promise<Placed | undefined> {
  const site = holds?.taken[0];
  if (holds === undefined || site === undefined) return undefined;
  const wanted = waits.resource?.name ?? waits.heldBy.name;
  return await placed(site, DiagnosticSeverity.Information, l10n.t('Deadlock in run {0}: {1} took {2} here and holds it while it waits for {3}.', report.run, thread.name, holds.resource.name, wanted), cycle.rule, related(cycle));
}

async function strandedProblem(report: DeadlockReport, { thread, resource, stack, rule }: StrandedMember): Promise<Placed | undefined> {
  const [site] = stack;
  if (site === undefined) return undefined;
  return await placed(site, DiagnosticSeverity.Error, l10n.t('Run {0}: {1} waits here for {2}, and nobody is left who could wake it.', report.run, thread.name, resource.name), rule, []);
}

async function placed(site: Site, severity: DiagnosticSeverity, message: string, rule: string | undefined, related: DiagnosticRelatedInformation[]): Promise<Placed> {
  const document = await opened(site.file);
  const diagnostic = new Diagnostic(rangeOf(document, site), message, severity);
  diagnostic.source = 'threadbook';
  diagnostic.relatedInformation = related;
  return { file: site.file, diagnostic, rule };
}

/** Both places of every member, in the order of the circle. */
function related(cycle: DeadlockCycle): DiagnosticRelatedInformation[] {
  return cycle.members.flatMap(({ thread, holds, waits }) => {
    const taken = holds?.taken[0];
    const waiting = waits.stack[0];
    return [
      ...(holds && taken ? [new DiagnosticRelatedInformation(locationOf(taken), l10n.t('{0} took {1} here.', thread.name, holds.resource.name))] : []),
      ...(waiting ? [new DiagnosticRelatedInformation(locationOf(waiting), l10n.t('{0} waits here for {1}.', thread.name, waits.resource?.name ?? waits.heldBy.name))] : []),
    ];
  });
}

const locationOf = ({ file, line, column }: Site): Location => new Location(Uri.file(file), new Range(line - 1, column - 1, line - 1, column - 1));

/** From the call to the end of its line; a file that cannot be read has a range of one character. */
function rangeOf(document: TextDocument | undefined, { line, column }: Site): Range {
  const text = document && line <= document.lineCount ? document.lineAt(line - 1).text.trimEnd() : '';
  return new Range(line - 1, column - 1, line - 1, Math.max(column, text.length));
}

async function opened(file: string): Promise<TextDocument | undefined> {
  try {
    return await workspace.openTextDocument(Uri.file(file));
  } catch {
    return undefined; // It is gone; the Problem names it all the same.
  }
}
