// The texts of the page of the Lock Order. The client gives them in the user's language; that none is missing the type says.

export type LockOrderTexts = Record<
  | 'title' | 'reading' | 'none' | 'nothingFits' | 'summary' | 'contradiction' | 'broken' | 'moreContradictions' | 'onlyContradictions' | 'filter' | 'filterHint' | 'leftOut' | 'leftOutLines' | 'keys'
  | 'legendTaken' | 'legendObserved' | 'legendDeclared' | 'legendContradicted' | 'zoomIn' | 'zoomOut' | 'fit'
  | 'orders' | 'locks' | 'place' | 'function' | 'first' | 'then' | 'remarks' | 'lock' | 'before' | 'after' | 'declaredAt'
  | 'places' | 'observed' | 'observedShort' | 'declared' | 'contradicted' | 'against' | 'morePlaces' | 'spokenLock' | 'spokenOrder' | 'noPlace',
  string
>;
