import { join } from 'node:path';
import { afterEach, expect, it } from '@jest/globals';
import { eventually, freePort, runProcess } from '@millrace/testing';

const here = join(process.cwd(), 'scripts/processes');
let launcher;

const answers = (port) => fetch(`http://127.0.0.1:${port}`).then(() => true);
const isGone = async (port) => !(await answers(port).catch(() => false));

/** A launcher of one part, which serves on the port; `around` is the command line the part is started with. */
const launch = async (port, around) => {
  const part = `require('node:http').createServer((_, answer) => answer.end()).listen(${port}, '127.0.0.1')`;
  const args = JSON.stringify([...around, '-e', part]);
  const source = `import(${JSON.stringify(join(here, 'start-part.mjs'))}).then(({ startPart }) => startPart({ role: 'api', command: process.execPath, args: ${args}, env: process.env }))`;
  launcher = await runProcess({ args: ['-e', source] });
  await eventually(() => answers(port));
};

afterEach(() => launcher?.kill());

it('ends a Node process whose launcher was killed', async () => {
  const port = await freePort();
  await launch(port, ['--import', join(here, 'die-with-parent.mjs')]);
  await launcher.kill();
  expect(await eventually(() => isGone(port))).toBe(true);
});

it('ends a guarded server whose launcher was killed', async () => {
  const port = await freePort();
  await launch(port, [join(here, 'guard.mjs'), process.execPath]);
  await launcher.kill();
  expect(await eventually(() => isGone(port))).toBe(true);
});
