// Visits what stands in a function's statements, those inside others included, in the order of the text.
import type { Call, Statement } from './facts.js';

export function eachStatement(statements: readonly Statement[], visit: (statement: Statement) => void): void {
  for (const statement of statements) {
    visit(statement);
    switch (statement.kind) {
      case 'with':
      case 'labelled':
        eachStatement(statement.body, visit);
        break;
      case 'branch':
        eachStatement(statement.yes, visit);
        eachStatement(statement.no, visit);
        break;
      case 'choose':
        statement.arms.forEach((arm) => eachStatement(arm, visit));
        break;
      case 'loop':
        eachStatement(statement.before, visit);
        eachStatement(statement.body, visit);
        eachStatement(statement.otherwise, visit);
        break;
      case 'try':
        [statement.body, ...statement.handlers.map((handler) => handler.body), statement.otherwise, statement.finally].forEach((part) => eachStatement(part, visit));
        break;
      case 'call':
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

export const eachCall = (statements: readonly Statement[], visit: (call: Call) => void): void =>
  eachStatement(statements, (statement) => {
    if (statement.kind === 'call') visit(statement.call);
  });

/** Where calls and the things entered by `with` stand: `line:column` of each. */
export function placesIn(statements: readonly Statement[]): Set<string> {
  const places = new Set<string>();
  eachStatement(statements, (statement) => {
    if (statement.kind === 'call') places.add(placeText(statement.call.at));
    else if (statement.kind === 'with') for (const item of statement.items) places.add(placeText(item.at));
  });
  return places;
}

export const placeText = (at: { line: number; column: number }): string => `${at.line}:${at.column}`;
