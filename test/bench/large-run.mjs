// One step of a run of 1,000 threads and 10,000 resources, in milliseconds of processor time. The argument names the step.
import { least, steps } from '../../out/test/model/large-run.js';

const step = steps().find(({ what }) => what === process.argv[2]);
if (!step) throw new Error(`There is no step “${process.argv[2]}”.`);
console.log(least((turn) => step.work(turn)));
