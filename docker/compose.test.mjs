import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { apiSettings } from '../apps/api/src/settings.ts';
import { workerSettings } from '../apps/worker/src/settings.ts';

const read = (path) => readFileSync(join(process.cwd(), path), 'utf8');
const compose = read('docker/compose.yaml');
const dockerfile = read('docker/Dockerfile');
const page = read('docs/how-to/run-in-containers.md');
const namesIn = (text, pattern) => [...new Set([...text.matchAll(pattern)].map(([, name]) => name))];

// It must differ between containers.
const leftToOverrides = ['MILLRACE_INSTANCE'];
const serviceText = (name) => compose.split(/^ {2}(?=\w+:$)/m).find((text) => text.startsWith(`${name}:`));
const shared = compose.slice(compose.indexOf('x-settings:'), compose.indexOf('services:'));
const apps = [
  ['api', apiSettings],
  ['worker', workerSettings],
];

describe('the stack', () => {
  it.each(apps)('hands every setting of the %s on, or has it in the image', (app, table) => {
    const given = namesIn(`${shared}${serviceText(app)}`, /^ +([A-Z_]+):/gm);
    const inImage = namesIn(dockerfile, /\b([A-Z_]+)=/g);
    const names = Object.values(table).flatMap((fragment) =>
      Object.values(fragment).map(({ env, secret }) => (secret ? `${env}_FILE` : env)),
    );
    expect(names.filter((name) => !given.includes(name) && !inImage.includes(name) && !leftToOverrides.includes(name))).toEqual([]);
  });

  it.each(apps)('waits a minute longer than the %s gives itself, by the default that it has of itself', (app, table) => {
    const [, variable, seconds] = /MILLRACE_SHUTDOWN_GRACE_SECONDS: \$\{(\w+):-(\d+)\}/.exec(serviceText(app));
    expect(seconds).toBe(table.shutdown.graceSeconds.default);
    expect(serviceText(app)).toContain(`stop_grace_period: 1m\${${variable}:-${seconds}}s\n`);
  });

  it('has a page that names every variable and every default of it', () => {
    const knownElsewhere = ['COMMIT', 'VERSION', 'MILLRACE_ADMIN_USER'];
    const missing = namesIn(compose, /\$\{(\w+)/g).filter((name) => !page.includes(`\`${name}\``));
    expect(missing.filter((name) => !knownElsewhere.includes(name))).toEqual([]);
    const [, subnet] = /\$\{SUBNET:-([\d./]+)\}/.exec(compose);
    expect(namesIn(`${compose}${page}`, /\b(\d+\.\d+\.\d+\.0\/\d+)/g)).toEqual([subnet]);
    expect(page).toContain(`ADMIN_FROM=${subnet.replace(/0\/\d+$/, '1')}`);
  });
});
