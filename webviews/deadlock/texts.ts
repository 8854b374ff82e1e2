// The texts of a deadlock report. The client gives them in the user's language; that none is missing the type says.
import type { Remedy, StrandedMember } from '../../server/protocol.js';
import type { MomentTexts } from '../moments.js';

type Operation = StrandedMember['operation'];

export type DeadlockTexts = MomentTexts & Record<
  | 'title' | 'none' | 'over' | 'circle' | 'alone' | 'formed' | 'members' | 'lock' | 'join' | 'result' | 'lockOnly' | 'joinOnly' | 'resultOnly'
  | 'where' | 'took' | 'tookUnknown' | 'waits' | 'waitsEnd' | 'frame' | 'nowhere' | 'behind' | 'behindOne' | 'break' | 'change' | 'library' | 'now' | 'more' | 'rule' | 'lesson'
  | 'stop' | 'save' | 'again' | 'actions' | 'wants' | 'held' | 'picture' | 'spokenThread' | 'spokenLock'
  | 'was' | 'never' | 'notNow' | 'goThere' | 'stillTitle' | 'still' | 'stillFormed' | 'left' | 'lastBy' | 'lastByEnded' | 'missed' | 'lastUnknown' | 'stillNow'
  | `remedy.${Remedy['kind']}` | `left.${Operation}` | `woken.${Operation}` | `cure.${Operation}` | 'cure.condition' | 'cure.barrier' | 'cure.pool',
  string
>;
