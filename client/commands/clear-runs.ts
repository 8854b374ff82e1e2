// Remove Ended Runs: takes them out of the view and forgets their output.
import type { ClientCommand } from './command.js';

export const clearRuns: ClientCommand = {
  id: 'threadbook.clearRuns',
  async run({ server, runs }) {
    await server.clearRuns();
    runs.forgetEnded();
  },
};
