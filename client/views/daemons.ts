// The Daemons view: processes of the user that outlive the editor.
import type { RowsViewOptions } from './rows-view.js';

export const daemonsView: RowsViewOptions = { view: 'daemons', id: 'threadbook.daemons' };
