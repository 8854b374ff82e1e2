// A host process whose catalogue is full of programs that sleep, for ever and not.
import { runHost } from '../../../recipes/host/run-host.js';

runHost(new URL('./catalog.js', import.meta.url).href);
