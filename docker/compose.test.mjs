import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { apiSettings } from '../apps/api/src/settings.ts';
import { workerSettings } from '../apps/worker/src/settings.ts';

const read = (path) => readFileSync(join(process.cwd(), path), 'utf8');
const compose = read('docker/compose.yaml');
const dockerfile = read('docker/Dockerfile');

// Their values depend on how long Compose waits, or must differ between containers.
const leftToOverrides = ['MILLRACE_INSTANCE', 'MILLRACE_SHUTDOWN_GRACE_SECONDS', 'MILLRACE_SHUTDOWN_DELAY_SECONDS'];
const serviceText = (name) => compose.split(/^ {2}(?=\w+:$)/m).find((text) => text.startsWith(`${name}:`));
const shared = compose.slice(compose.indexOf('x-settings:'), compose.indexOf('services:'));

describe('the stack', () => {
  it.each([
    ['api', apiSettings],
    ['worker', workerSettings],
  ])('hands every setting of the %s on, or has it in the image', (app, table) => {
    const given = new Set([...`${shared}${serviceText(app)}`.matchAll(/^ +([A-Z_]+):/gm)].map(([, name]) => name));
    const inImage = new Set([...dockerfile.matchAll(/\b([A-Z_]+)=/g)].map(([, name]) => name));
    const names = Object.values(table).flatMap((fragment) =>
      Object.values(fragment).map(({ env, secret }) => (secret ? `${env}_FILE` : env)),
    );
    expect(names.filter((name) => !given.has(name) && !inImage.has(name) && !leftToOverrides.includes(name))).toEqual([]);
  });
});
