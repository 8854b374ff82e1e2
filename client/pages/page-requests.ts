// What a page asks for whatever it shows, a run or a file: to go to a place, to read more, to save its report. It must not know of runs.
import { commands, env, l10n, Uri, window, type LogOutputChannel } from 'vscode';
import type { RunPageId } from '../../server/protocol.js';
import type { FromPage, Lesson, PageState, ToPage } from '../../webviews/messages.js';
import { saveReport } from '../save-report.js';
import type { Server } from '../server.js';
import { beside, goTo } from '../sites.js';
import type { Page } from './page.js';

export type PageRequest = Extract<FromPage, { kind: 'open-site' | 'open-recipe' | 'open-rule' | 'save-report' | 'failed' }>;

/** `of`: what the page shows, for the log. */
export async function answerPage(page: Page, of: string, request: PageRequest, extension: Uri, log: LogOutputChannel): Promise<void> {
  switch (request.kind) {
    case 'open-site':
      return goTo(request.site, beside);
    case 'open-recipe':
      await commands.executeCommand('threadbook.openRecipeSource', { recipe: request.recipe });
      return;
    case 'open-rule':
      await commands.executeCommand('markdown.showPreview', Uri.joinPath(extension, 'docs', 'rules', `${request.rule}.md`));
      return;
    case 'save-report':
      try {
        return await saveReport(request.report);
      } catch (error) {
        void window.showErrorMessage(l10n.t('This did not work: {0}', error instanceof Error ? error.message : String(error)));
        return;
      }
    case 'failed':
      log.error(`The page “${page.id}” of ${of} failed: ${request.problem}`);
      return;
    default:
      request satisfies never;
  }
}

/** The first message to a page. */
export async function opening(page: Page, state: PageState, server: Server): Promise<ToPage<RunPageId>> {
  return { kind: 'open', texts: page.texts(), locale: env.language, state, lessons: page.teaches ? await lessonsOf(server) : [] };
}

/** A report without them is better than none. */
async function lessonsOf(server: Server): Promise<Lesson[]> {
  try {
    return (await server.catalog()).map(({ id, title, twinOf }) => ({ id, title, ...(twinOf === undefined ? {} : { twinOf }) }));
  } catch {
    return []; // The server has told the user itself.
  }
}
