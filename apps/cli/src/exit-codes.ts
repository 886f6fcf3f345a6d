/** What `millrace` exits with; documented in `--help` and in docs/reference/cli.md. */
export const exitCodes = {
  ok: 0,
  /** The task did not succeed, there is no such thing, or a check failed. */
  failed: 1,
  /** The command line, the settings or the input do not fit. */
  usage: 2,
  /** Nobody answers, or the answer is no: key, scope, limit, full. */
  refused: 3,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** One sentence for each code, as `--help` and the reference show them. */
export const exitCodeMeanings: readonly (readonly [ExitCode, string])[] = [
  [exitCodes.ok, 'it worked'],
  [exitCodes.failed, 'the task failed, was cancelled or expired; there is no such thing; a check failed'],
  [exitCodes.usage, 'wrong usage: the command line, the settings or the input do not fit'],
  [exitCodes.refused, 'nobody answers, or the answer is no: the key, its scope, a limit, a full queue'],
  [exitCodes.interrupted, 'stopped by Ctrl-C'],
];
