// Show Log: what the client and the server have written down.
import type { ClientCommand } from './command.js';

export const showLog: ClientCommand = {
  id: 'threadbook.showLog',
  async run({ log }) {
    log.show();
  },
};
