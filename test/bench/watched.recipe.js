// The recipes' own benchmarks (recipes.mjs) as a recipe, so that they run as any recipe does: in a host, sampled, reported. watched.mjs starts it.
import { steady } from './recipes.mjs';

export const recipe = {
  title: 'A benchmark of the recipes',
  parameters: {
    row: { type: 'text', default: '', help: 'Which.' },
    folder: { type: 'text', default: '', help: 'Of log files.' },
  },
  main: ({ row, folder }) => console.log(`measured ${steady(row, folder)}`),
};
