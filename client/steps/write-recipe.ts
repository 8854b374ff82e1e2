// Writes a new recipe of the user: asks for its name, makes the file beside the types that it imports, opens it. Never overwrites a recipe.
import { l10n, Uri, window, workspace, WorkspaceEdit, type WorkspaceFolder } from 'vscode';
import { fileNameOf, fitsFileName } from '../recipe-templates.js';
import { RefusedError } from '../server.js';
import { back, typeOne } from './steps.js';

const typesName = 'threadbook.d.ts';

/** `shippedTypes`: what becomes `threadbook.d.ts`. Rejects with a RefusedError where there is no folder to write into. */
export async function writeRecipe(shippedTypes: Uri, title: string, suggestion: string, template: (title: string) => string): Promise<void> {
  const folder = await chooseFolder();
  if (folder === undefined) return;
  const name = await typeOne({ title, canGoBack: false }, suggestion, l10n.t('A name. It becomes the title of the recipe and the name of its file in {0}.', folder.name), (text) => problem(folder, text));
  if (name === undefined || name === back) return;
  const uri = Uri.joinPath(folder.uri, fileNameOf(name));
  const edit = new WorkspaceEdit();
  edit.createFile(uri, { overwrite: false, ignoreIfExists: false, contents: new TextEncoder().encode(template(name)) });
  if (!(await workspace.applyEdit(edit))) throw new RefusedError(l10n.t('{0} could not be written. Is there such a file already, or is the folder read-only?', uri.fsPath));
  await writeTypes(folder, await workspace.fs.readFile(shippedTypes));
  await window.showTextDocument(uri);
}

async function chooseFolder(): Promise<WorkspaceFolder | undefined> {
  const folders = (workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  if (folders.length === 0) throw new RefusedError(l10n.t('A recipe is a file of the folder that is open. Open a folder first.'));
  return folders.length === 1 ? folders[0] : await window.showWorkspaceFolderPick();
}

async function problem(folder: WorkspaceFolder, name: string): Promise<string | null> {
  if (!fitsFileName(name)) return l10n.t('A name begins with a letter or a digit and has letters, digits, spaces, - and _.');
  const there = await exists(Uri.joinPath(folder.uri, fileNameOf(name)));
  return there ? l10n.t('There is a file {0} already.', fileNameOf(name)) : null;
}

/** Replaces the types of an older Threadbook; a file of that name that is somebody else's stays as it is. */
async function writeTypes(folder: WorkspaceFolder, wanted: Uint8Array): Promise<void> {
  const uri = Uri.joinPath(folder.uri, typesName);
  if (await exists(uri)) {
    const firstLine = (bytes: Uint8Array): string => new TextDecoder().decode(bytes).split('\n', 1)[0] ?? '';
    if (firstLine(await workspace.fs.readFile(uri)) !== firstLine(wanted)) return;
  }
  await workspace.fs.writeFile(uri, wanted);
}

async function exists(uri: Uri): Promise<boolean> {
  return await workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}
