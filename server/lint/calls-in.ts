// Visits every call in a function's statements.
import type { Call, Statement } from './facts.js';

export function eachCall(statements: readonly Statement[], visit: (call: Call) => void): void {
  for (const statement of statements) {
    switch (statement.kind) {
      case 'call':
        visit(statement.call);
        break;
      case 'with':
      case 'labelled':
        eachCall(statement.body, visit);
        break;
      case 'branch':
        eachCall(statement.yes, visit);
        eachCall(statement.no, visit);
        break;
      case 'choose':
        statement.arms.forEach((arm) => eachCall(arm, visit));
        break;
      case 'loop':
        eachCall(statement.before, visit);
        eachCall(statement.body, visit);
        eachCall(statement.otherwise, visit);
        break;
      case 'try':
        [statement.body, ...statement.handlers.map((handler) => handler.body), statement.otherwise, statement.finally].forEach((part) => eachCall(part, visit));
        break;
      case 'set':
      case 'return':
      case 'throw':
      case 'break':
      case 'continue':
      case 'yield':
      case 'await':
        break;
      default:
        statement satisfies never;
    }
  }
}
