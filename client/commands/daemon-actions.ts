// Start, stop and restart a daemon, and show its log. Its recipe does the work: the row says which, and with which parameters.
import { goTo } from '../sites.js';
import { startRun } from '../start-run.js';
import type { ClientCommand } from './command.js';

export const startDaemon: ClientCommand = { id: 'threadbook.startDaemon', run: act('start') };
export const stopDaemon: ClientCommand = { id: 'threadbook.stopDaemon', run: act('stop') };
export const restartDaemon: ClientCommand = { id: 'threadbook.restartDaemon', run: act('restart') };

export const showDaemonLog: ClientCommand = {
  id: 'threadbook.showDaemonLog',
  async run(_workbench, subject) {
    if (subject?.site !== undefined) await goTo(subject.site);
  },
};

function act(action: string): ClientCommand['run'] {
  return async ({ server, lastRuns }, { recipe, parameters } = {}) => {
    if (recipe !== undefined) await startRun(server, lastRuns, { recipe, parameters: { ...parameters, action } });
  };
}
