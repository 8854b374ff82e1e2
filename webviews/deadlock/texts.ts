// The texts of a deadlock report. The client gives them in the user's language; that none is missing the type says.
import type { Remedy } from '../../server/protocol.js';

export type DeadlockTexts = Record<
  | 'title' | 'none' | 'over' | 'circle' | 'alone' | 'formed' | 'members' | 'lock' | 'join' | 'result' | 'lockOnly' | 'joinOnly' | 'resultOnly'
  | 'where' | 'took' | 'tookUnknown' | 'waits' | 'waitsEnd' | 'frame' | 'nowhere' | 'behind' | 'behindOne' | 'break' | 'change' | 'library' | 'now' | 'more' | 'rule' | 'lesson'
  | 'stop' | 'save' | 'graph' | 'again' | 'actions' | 'wants' | 'held' | 'picture' | 'spokenThread' | 'spokenLock'
  | `remedy.${Remedy['kind']}`,
  string
>;
