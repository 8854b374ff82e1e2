// The Recipes view: what can be run.
import type { RowsViewOptions } from './rows-view.js';

export const recipesView: RowsViewOptions = { view: 'recipes', id: 'threadbook.recipes' };
