// What a tool for language models is, and how one is registered. What a tool says is for a model and not for people, and so not translated.
import { LanguageModelTextPart, LanguageModelToolResult, lm, type CancellationToken, type Disposable, type PreparedToolInvocation } from 'vscode';
import type { Runs } from '../runs.js';
import type { Server } from '../server.js';

/** What tools work with. */
export interface ToolBench {
  server: Server;
  runs: Runs;
}

export interface ClientTool {
  /** As in the manifest. */
  name: string;
  /** What the user is told or asked before it is used. */
  prepare?(input: Record<string, unknown>): PreparedToolInvocation;
  /** `input` comes from a model: whatever the schema says, it is checked here. An Error's message goes to the model. */
  invoke(bench: ToolBench, input: Record<string, unknown>, token: CancellationToken): Promise<string>;
}

export function register(tool: ClientTool, bench: ToolBench): Disposable {
  return lm.registerTool<Record<string, unknown>>(tool.name, {
    prepareInvocation: ({ input }) => tool.prepare?.(input),
    invoke: async ({ input }, token) => new LanguageModelToolResult([new LanguageModelTextPart(await tool.invoke(bench, input, token))]),
  });
}
