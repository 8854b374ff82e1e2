// Restart Server: also the way back after the server has died too often.
import type { ClientCommand } from './command.js';

export const restartServer: ClientCommand = {
  id: 'threadbook.restartServer',
  async run({ server, log }) {
    // The server itself tells the user when it cannot start.
    await server.restart().catch((error: unknown) => log.error('The restart failed', error as Error));
  },
};
