import type { Figures } from '../experiments/figures.js';

export type SystemName = 'millrace' | 'plain' | 'portkey' | 'direct' | 'sdk' | 'sdkOverUndici';

/** What one trial of one system found. */
export interface Finding {
  readonly round: number;
  readonly system: SystemName;
  readonly figures: Figures;
}

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  /** The machine's load average of the minute before: how busy others kept it. */
  readonly loadBefore: number;
  readonly os: string;
  readonly node: string;
  readonly redis: string;
}

/** All that a run of the bench found: what is printed, and what `--json` writes. */
export interface Report {
  readonly date: string;
  /** The commit measured, with `+` when files were changed since. */
  readonly commit: string;
  readonly machine: Machine;
  readonly versions: Readonly<Record<string, string>>;
  readonly rounds: number;
  readonly sizes: Readonly<Record<string, number>>;
  readonly findings: readonly Finding[];
}
