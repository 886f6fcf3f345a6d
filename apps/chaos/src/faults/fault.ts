import type { Ground } from '../ground/open-ground.js';
import type { Random } from '../random.js';
import type { Watch } from '../watch/start-watch.js';

export interface Trial {
  readonly ground: Ground;
  readonly random: Random;
  readonly watch: Watch;
  /** Whether the task of a prompt has come to its end; false while nobody can say. */
  readonly hasEnded: (prompt: string) => Promise<boolean>;
  /** Said in the report, beside the fault. */
  readonly note: (figure: string, value: number) => void;
}

/** Something that goes wrong, from its beginning until everything it did has been undone but for the wounds. */
export interface Fault {
  readonly name: string;
  /** For the report: what happens, in a sentence. */
  readonly story: string;
  /** `redis`: Redis is away or refuses; two of them at once would be one. `members`: takes processes away. `network`: between them. */
  readonly kind: 'redis' | 'members' | 'network';
  /** Why it cannot be done here; undefined if it can. */
  readonly impossible?: () => string | undefined;
  readonly run: (trial: Trial) => Promise<void>;
}
