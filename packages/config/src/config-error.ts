/** Thrown for settings that cannot be used. Neither list ever holds a secret's value. */
export interface ConfigError extends Error {
  readonly name: 'ConfigError';
  /** One readable sentence for each mistake. */
  readonly mistakes: readonly string[];
  /** What is odd beside them, such as a misspelt variable, and may be the reason. */
  readonly warnings: readonly string[];
}

export const configError = (mistakes: readonly string[], warnings: readonly string[]): ConfigError =>
  Object.assign(new Error(mistakes.join('\n')), { name: 'ConfigError' as const, mistakes, warnings });

export const isConfigError = (error: unknown): error is ConfigError => error instanceof Error && error.name === 'ConfigError';
