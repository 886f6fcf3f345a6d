import type { Setting } from './setting.js';

/** The settings of one concern, by the name the program uses. */
// biome-ignore lint/suspicious/noExplicitAny: a table of settings of different values; `Values` reads each one's own type back
export type Fragment = Readonly<Record<string, Setting<any>>>;

/** The settings of one app: fragments by concern. */
export type Settings = Readonly<Record<string, Fragment>>;

/** What a table of settings gives once read. */
export type Values<Table extends Settings> = {
  readonly [Concern in keyof Table]: {
    readonly [Name in keyof Table[Concern]]: Table[Concern][Name] extends Setting<infer Value> ? Value : never;
  };
};
