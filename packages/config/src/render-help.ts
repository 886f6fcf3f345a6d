import type { Settings } from './settings.js';

interface RenderHelpOptions {
  /** What one types: `node dist/main.js`. */
  readonly command: string;
  /** What the program does, one sentence. */
  readonly purpose: string;
  /** What each flag does, by how it is written. */
  readonly flags: Readonly<Record<string, string>>;
  readonly settings: Settings;
}

const list = (entries: readonly (readonly [string, string])[]): string => {
  const width = Math.max(...entries.map(([name]) => name.length));
  return entries.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`).join('\n');
};

/** The text of `--help`: usage, flags, and every setting with its default. */
export const renderHelp = ({ command, purpose, flags, settings }: RenderHelpOptions): string => {
  const rows = Object.values(settings)
    .flatMap((fragment) => Object.values(fragment))
    .map((setting) => [setting.env, `${setting.describe} (${(setting.defaultShown ?? setting.default) || 'empty'})`] as const);
  return [
    purpose,
    '',
    `Usage: ${command} [flags]`,
    '',
    list(Object.entries(flags)),
    '',
    'Settings (environment or .env):',
    '',
    list(rows),
    '',
  ].join('\n');
};
