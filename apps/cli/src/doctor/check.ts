/** What a look at one thing came to. */
export interface Finding {
  /** What was looked at. */
  readonly name: string;
  readonly verdict: 'ok' | 'warn' | 'fail';
  /** What was found. Never a key or a password. */
  readonly found: string;
  /** What to do about it. */
  readonly fix?: string;
}

export const ok = (name: string, found: string): Finding => ({ name, verdict: 'ok', found });
export const warn = (name: string, found: string, fix: string): Finding => ({ name, verdict: 'warn', found, fix });
export const fail = (name: string, found: string, fix: string): Finding => ({ name, verdict: 'fail', found, fix });
