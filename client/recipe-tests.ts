// The Test Explorer: every recipe is a test there, below its section. The server runs and compares; this shows what it found.
import { l10n, Location, Position, Range, TestMessage, tests, TestRunProfileKind, Uri, type CancellationToken, type Disposable, type LogOutputChannel, type TestController, type TestItem, type TestRun, type TestRunRequest } from 'vscode';
import type { CatalogEntry, Site } from '../server/protocol.js';
import { LineJoiner } from './line-joiner.js';
import { RefusedError, type Server } from './server.js';
import { mayRun } from './trust.js';
import type { RowsView } from './views/rows-view.js';

/** `recipes`: the view that hears when the catalogue has changed. */
export function createRecipeTests(server: Server, recipes: RowsView, log: LogOutputChannel): Disposable {
  const controller = tests.createTestController('threadbook', l10n.t('Threadbook Recipes'));
  const refresh = async (): Promise<void> => show(controller, await server.catalog());
  // Somebody looks at the tests, or asks for them: this may start the server. It tells the user itself when that fails.
  controller.resolveHandler = async (item) => {
    if (item === undefined) await refresh().catch((error: unknown) => log.error('Listing the tests of recipes failed', error as Error));
  };
  controller.refreshHandler = refresh;
  controller.createRunProfile(l10n.t('Run'), TestRunProfileKind.Run, (request, token) => run(controller, server, request, token), true);
  const changes = recipes.onDidChangeRows(() => {
    // A server that is gone takes its rows with it; the tests stay, and running one starts it again.
    if (server.state === 'running') refresh().catch((error: unknown) => log.error('Listing the tests of recipes failed', error as Error));
  });
  return { dispose: () => [changes, controller].forEach((each) => each.dispose()) };
}

/** Items that are there stay the same objects, so that their last results stay with them. */
function show(controller: TestController, catalog: readonly CatalogEntry[]): void {
  const sections = new Map<string, TestItem>();
  const below = new Map<TestItem, TestItem[]>();
  for (const entry of catalog) {
    let section = sections.get(entry.section);
    if (section === undefined) {
      const own = !/^\d/.test(entry.section);
      const label = own ? entry.sectionTitle : `${entry.section} ${entry.sectionTitle}`;
      section = controller.items.get(entry.section) ?? controller.createTestItem(entry.section, label);
      section.sortText = own ? '0' : sortText(entry.section); // Theirs first, as in the Recipes view. An empty text would be none.
      sections.set(entry.section, section);
      below.set(section, []);
    }
    below.get(section)?.push(itemOf(controller, section, entry, below.get(section)?.length ?? 0));
  }
  for (const [section, items] of below) section.children.replace(items);
  controller.items.replace([...sections.values()]);
}

function itemOf(controller: TestController, section: TestItem, entry: CatalogEntry, order: number): TestItem {
  const uri = Uri.file(entry.source.file);
  const old = section.children.get(entry.id);
  const item = old?.uri?.toString() === uri.toString() ? old : controller.createTestItem(entry.id, entry.title, uri);
  item.label = entry.title;
  item.description = entry.where ?? '';
  item.busy = entry.unread ?? false;
  item.sortText = String(order).padStart(4, '0');
  item.range = new Range(positionOf(entry.source), positionOf(entry.source));
  item.error = entry.error;
  return item;
}

/** `12.10` comes after `12.9`. */
const sortText = (section: string): string => section.split('.').map((number) => number.padStart(4, '0')).join('.');

const positionOf = ({ line, column }: Site): Position => new Position(Math.max(0, line - 1), Math.max(0, column - 1));

/** One after the other: some recipes measure times, and each has threads enough for the machine. */
async function run(controller: TestController, server: Server, request: TestRunRequest, token: CancellationToken): Promise<void> {
  if (!(await mayRun())) return;
  const testRun = controller.createTestRun(request);
  try {
    const chosen = chosenTests(controller, request);
    for (const item of chosen) testRun.enqueued(item);
    for (const item of chosen) {
      if (token.isCancellationRequested) testRun.skipped(item);
      else await runOne(testRun, server, item, token);
    }
  } finally {
    testRun.end();
  }
}

function chosenTests(controller: TestController, { include, exclude }: TestRunRequest): TestItem[] {
  const excluded = new Set(exclude);
  const leaves = (item: TestItem): TestItem[] => (excluded.has(item) ? [] : item.children.size === 0 ? [item] : [...item.children].flatMap(([, child]) => leaves(child)));
  const roots = include ?? [...controller.items].map(([, item]) => item);
  return [...new Set(roots.flatMap(leaves))];
}

async function runOne(testRun: TestRun, server: Server, item: TestItem, token: CancellationToken): Promise<void> {
  testRun.started(item);
  const where = item.uri && item.range ? new Location(item.uri, item.range) : undefined;
  // Without a place: in the editor it would stand behind the line of the recipe, in the way of what is wrong.
  const say = (text: string): void => testRun.appendOutput(`${text}\r\n`, undefined, item);
  try {
    const { differences, summary, output, seconds, cancelled } = await server.testRecipe(item.id, token);
    const joiner = new LineJoiner();
    for (const { thread, text } of [...joiner.join(output), ...joiner.end()]) say(`[${thread}] ${text}`);
    say(summary);
    if (cancelled) testRun.skipped(item);
    else if (differences.length === 0) testRun.passed(item, seconds * 1_000);
    else testRun.failed(item, differences.map((text) => messageAt(text, where)), seconds * 1_000);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    say(message);
    testRun.errored(item, messageAt(message, where));
    if (!(error instanceof RefusedError)) throw error;
  }
}

function messageAt(text: string, where: Location | undefined): TestMessage {
  const message = new TestMessage(text);
  if (where !== undefined) message.location = where;
  return message;
}
