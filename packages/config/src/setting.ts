import type { z } from 'zod';

/** One setting: its variable, what it does, when to change it, its default, and the schema that reads it. */
export interface Setting<Value> {
  readonly env: string;
  /** Reads the variable's text; each issue's message continues the sentence "VARIABLE … must …". */
  readonly schema: z.ZodType<Value, string>;
  /** What it does, one sentence. */
  readonly describe: string;
  /** When to change it, one sentence. */
  readonly whenToChange: string;
  /** What counts when the variable is unset or empty, written as one would write it in the environment. */
  readonly default: string | undefined;
  /** How the reference page names a default that is worked out at start. */
  readonly defaultShown: string | undefined;
  /** A secret is never printed and can also come from the file that `<VARIABLE>_FILE` names. */
  readonly secret: boolean;
}

interface Declaration<Value> {
  readonly env: string;
  readonly schema: z.ZodType<Value, string>;
  readonly describe: string;
  readonly whenToChange: string;
  readonly default?: string;
  readonly defaultShown?: string;
  readonly secret?: boolean;
}

interface DeclareSetting {
  <Value>(declaration: Declaration<Value> & { readonly default: string }): Setting<Value>;
  <Value>(declaration: Declaration<Value>): Setting<Value | undefined>;
}

/** Declares a setting. Without a default an unset variable gives `undefined`. */
export const setting: DeclareSetting = <Value>(declaration: Declaration<Value>): Setting<Value> => ({
  env: declaration.env,
  schema: declaration.schema,
  describe: declaration.describe,
  whenToChange: declaration.whenToChange,
  default: declaration.default,
  defaultShown: declaration.defaultShown,
  secret: declaration.secret ?? false,
});
