import { mkdirSync, mkdtempSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { attempt } from '../setup/attempt.mjs';
import { wrapProgram } from './wrap-program.mjs';

const unpacked = () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'millrace wrap-')), 'dist');
  for (const name of ['usr/bin', 'usr/lib/x86_64-linux-gnu/pulseaudio', 'usr/lib/x86_64-linux-gnu/empty'])
    mkdirSync(join(folder, 'root', name), { recursive: true });
  writeFileSync(join(folder, 'root/usr/lib/x86_64-linux-gnu/pulseaudio/libpulse.so.0'), '');
  writeFileSync(join(folder, 'root/usr/bin/server'), '#!/bin/sh\necho "$LD_LIBRARY_PATH|$EXTRA|$1"\n', { mode: 0o755 });
  return folder;
};

it('runs a program with the libraries unpacked beside it, also after the folder has moved', async () => {
  const folder = unpacked();
  wrapProgram({ folder, program: 'usr/bin/server', environment: { EXTRA: '$root/etc' } });
  renameSync(folder, `${folder}-moved`);
  const { output } = await attempt(join(`${folder}-moved`, 'server'), ['an argument']);
  const root = `${folder}-moved/root`;
  expect(output).toBe(`${root}/usr/lib/x86_64-linux-gnu:${root}/usr/lib/x86_64-linux-gnu/pulseaudio|${root}/etc|an argument\n`);
});

it('gives back nothing for a program that was not unpacked', () => {
  expect(wrapProgram({ folder: unpacked(), program: 'usr/bin/other' })).toBeUndefined();
});
