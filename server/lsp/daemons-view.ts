// Shows the user's daemons. They are no children of ours, so nobody tells when one comes or goes: their files are looked at every two seconds.
import { daemonRows } from '../model/daemon-rows.js';
import { listDaemons } from '../runs/daemons.js';
import type { Views } from './views.js';

const betweenLooksMs = 2_000;

/** `isShown`: whether anybody has asked for the view; until then nothing is looked at. */
export function showDaemons(views: Views, isShown: () => boolean): void {
  views.show('daemons', () => ({ rows: daemonRows(listDaemons(), Date.now()), warnings: 0 }));
  setInterval(() => {
    if (isShown()) views.changed('daemons');
  }, betweenLooksMs).unref();
}
