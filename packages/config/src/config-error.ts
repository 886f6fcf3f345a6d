/** Thrown for settings that cannot be used; `mistakes` holds one readable sentence for each, never a secret's value. */
export interface ConfigError extends Error {
  readonly name: 'ConfigError';
  readonly mistakes: readonly string[];
}

export const configError = (mistakes: readonly string[]): ConfigError =>
  Object.assign(new Error(mistakes.join('\n')), { name: 'ConfigError' as const, mistakes });

export const isConfigError = (error: unknown): error is ConfigError => error instanceof Error && error.name === 'ConfigError';
