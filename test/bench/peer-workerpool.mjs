// The task of workerpool.
import workerpool from 'workerpool';

workerpool.worker({ add: (n) => n + 1 });
