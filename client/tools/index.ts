// The list of tools for language models. The manifest lists the same names.
import type { Disposable } from 'vscode';
import { listFindings } from './list-findings.js';
import { listRecipes } from './list-recipes.js';
import { readRun } from './read-run.js';
import { runRecipe } from './run-recipe.js';
import { stopRun } from './stop-run.js';
import { register, type ClientTool, type ToolBench } from './tool.js';

export const clientTools: readonly ClientTool[] = [listRecipes, runRecipe, readRun, stopRun, listFindings];

export function registerTools(bench: ToolBench): Disposable[] {
  return clientTools.map((tool) => register(tool, bench));
}
