// Writes the generated pages of docs/reference from what is built; with --check only compares, for `npm test`.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './setup/paths.mjs';

/** Each page and the module beside this file whose `render()` gives its text. */
const pages = {
  'docs/reference/openapi.json': './reference/openapi.mjs',
  'docs/reference/errors.md': './reference/errors.mjs',
  'docs/reference/settings.md': './reference/settings.mjs',
  'docs/reference/metrics.md': './reference/metrics.mjs',
  'docs/reference/cli.md': './reference/cli.mjs',
  'docs/reference/millrace.models.schema.json': './reference/models-schema.mjs',
};

const current = (path) => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
};

const checkOnly = process.argv.includes('--check');
for (const [page, module] of Object.entries(pages)) {
  const { render } = await import(module);
  const path = join(root, page);
  const text = `${(await render()).trimEnd()}\n`;
  if (text === current(path)) continue;
  if (checkOnly) {
    process.stdout.write(`${page} is not what would be generated now; run: node_modules/.bin/node scripts/generate.mjs\n`);
    process.exitCode = 1;
  } else {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    process.stdout.write(`wrote ${page}\n`);
  }
}
