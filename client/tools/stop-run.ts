// For a language model: stops a run that goes on.
import type { ClientTool } from './tool.js';

export const stopRun: ClientTool = {
  name: 'threadbook_stopRun',
  async invoke({ server, runs }, { run }) {
    const active = runs.active().map((each) => each.run);
    if (typeof run !== 'number' || !active.includes(run)) throw new Error(`\`run\` must be the number of a run that goes on: ${active.length === 0 ? 'there is none' : active.join(', ')}.`);
    await server.stopRun(run);
    return `Run ${run} has been stopped.`;
  },
};
