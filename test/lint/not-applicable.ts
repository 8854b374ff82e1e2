// Rules and languages for which there can be no basic case, with the reason.

/** By rule, then by the ending of the language's files. */
export const notApplicable: Record<string, Record<string, string>> = {
  'ordered-acquire-nested': { py: 'Python has no such helper in its library' },
  'lock-in-finalizer': {
    ts: 'a FinalizationRegistry calls back between tasks, never in the middle of other code',
    js: 'a FinalizationRegistry calls back between tasks, never in the middle of other code',
  },
};
