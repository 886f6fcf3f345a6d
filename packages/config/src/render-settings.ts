import type { Setting } from './setting.js';
import type { Settings } from './settings.js';

interface RenderSettingsOptions {
  /** Each app's settings, by its name. */
  readonly apps: Readonly<Record<string, Settings>>;
}

interface Entry {
  readonly setting: Setting<unknown>;
  /** Its default, by the app that has it. */
  readonly defaults: Map<string, string>;
}

const defaultOf = (setting: Setting<unknown>): string => {
  if (setting.defaultShown !== undefined) return setting.defaultShown;
  return setting.default === undefined || setting.default === '' ? 'empty' : `\`${setting.default}\``;
};

const collect = (apps: RenderSettingsOptions['apps']): ReadonlyMap<string, Entry> => {
  const entries = new Map<string, Entry>();
  for (const [app, settings] of Object.entries(apps)) {
    for (const setting of Object.values(settings).flatMap((fragment) => Object.values(fragment))) {
      const entry = entries.get(setting.env) ?? { setting, defaults: new Map<string, string>() };
      entry.defaults.set(app, defaultOf(setting));
      entries.set(setting.env, entry);
    }
  }
  return entries;
};

const cell = (text: string): string => text.replaceAll('|', '\\|');

const row = ({ setting, defaults }: Entry): string => {
  const distinct = new Set(defaults.values());
  const shown = distinct.size === 1 ? [...distinct].join() : [...defaults].map(([app, text]) => `${app}: ${text}`).join(', ');
  const name = setting.secret ? `\`${setting.env}\` (secret)` : `\`${setting.env}\``;
  return `| ${[name, setting.describe, shown, setting.whenToChange].map(cell).join(' | ')} |`;
};

const table = (title: string, entries: readonly Entry[]): string =>
  [`## ${title}`, '', '| Variable | What it does | Default | When to change it |', '|---|---|---|---|', ...entries.map(row), ''].join('\n');

const introduction = `# Settings

Generated from the declarations in \`packages/config\`; do not edit.

Settings are environment variables. A file \`.env\` in the working directory adds those that the environment does not have. An empty variable counts as unset.
Each secret \`X\` can also come from the file that \`X_FILE\` names, without the line break at its end; setting both is an error.
A policy is written \`5/minute\`; the units are second, minute, hour and day.
A wrong value stops the start with one sentence for each mistake, and \`--check-config\` says the same without starting. A variable \`MILLRACE_…\` that is no setting gives a warning.
`;

/** The settings reference page, in Markdown: what all apps share first, then each app's own. */
export const renderSettings = ({ apps }: RenderSettingsOptions): string => {
  const names = Object.keys(apps);
  const entries = [...collect(apps).values()];
  const shared = entries.filter(({ defaults }) => defaults.size === names.length);
  const own = names.map((app) =>
    table(
      `Only ${app}`,
      entries.filter(({ defaults }) => defaults.size < names.length && defaults.has(app)),
    ),
  );
  return [introduction, table(names.join(' and '), shared), ...own].join('\n');
};
