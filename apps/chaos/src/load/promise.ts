import type { Conduct } from '../ground/model.js';

/** What a caller does besides submitting. */
export type Manner = 'single' | 'wait' | 'bulk' | 'later' | 'cancel' | 'expire';

/** What a caller was promised by a 202, and what it saw of it since. */
export interface Promised {
  readonly id: string;
  readonly prompt: string;
  readonly conduct: Conduct;
  readonly manner: Manner;
  /** How often it was sent until it was answered. */
  readonly sent: number;
  /** The result that a waiting caller was given. */
  readonly seen?: string;
}
