// The HTML of a page in the editor area: one program, one style sheet, and nothing from anywhere else.
import { randomBytes } from 'node:crypto';
import { Uri, type Webview } from 'vscode';

/** Where the pages' programs and style sheets lie; a page may read nothing else. */
export function pagesFolder(extension: Uri): Uri {
  return Uri.joinPath(extension, 'dist', 'webviews');
}

/** `page`: its folder's name. */
export function pageHtml(webview: Webview, extension: Uri, page: string, title: string): string {
  const nonce = randomBytes(16).toString('base64url');
  const file = (name: string): string => webview.asWebviewUri(Uri.joinPath(pagesFolder(extension), page, name)).toString();
  return `<!DOCTYPE html>
<html>
<head>
<meta charset="UTF-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'nonce-${nonce}'; style-src ${webview.cspSource};">
<title>${escaped(title)}</title>
<link rel="stylesheet" href="${file('main.css')}">
</head>
<body>
<script nonce="${nonce}" src="${file('main.js')}"></script>
</body>
</html>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
