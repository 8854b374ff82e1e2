// The descriptors between an executor's feeder and its child processes.

/** Tasks, to the child; its end tells the child to leave. */
export const TASK_PIPE = 3;
/** Results, from the child, which writes each one before it begins the next task. */
export const RESULT_PIPE = 4;
/** Carries nothing: it closes when the parent ends. */
export const WATCH_PIPE = 5;
