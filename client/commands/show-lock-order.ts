// Show Lock Order Picture: of the whole workspace; with what a finding is about in sight, where a light bulb asks for it.
import type { ClientCommand } from './command.js';

export const showLockOrder: ClientCommand = {
  id: 'threadbook.showLockOrder',
  run({ lockOrder }, subject) {
    // The button of the view passes the row that happens to be chosen, which nobody means.
    lockOrder.show(subject?.sites ?? []);
    return Promise.resolve();
  },
};
