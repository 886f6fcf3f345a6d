import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { cpuMicros } from './cpu-micros.js';
import { startProcess } from './start-process.js';

describe('the CPU time of a process', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'millrace-cpu-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  /** A process that does this when it is asked. */
  const answering = (act: string) => startProcess({ role: 'api', args: ['-e', `process.on('message', () => { ${act} })`], folder });

  it('is what the process says, and never less than before', async () => {
    const process = answering('process.send(process.cpuUsage())');
    const first = await cpuMicros(process);
    expect(first).toBeGreaterThan(0);
    expect(await cpuMicros(process)).toBeGreaterThanOrEqual(first);
    expect(process.child.listenerCount('message')).toBe(0);
    await process.end('SIGKILL');
  });

  it('is not waited for when the process ends instead, or has ended', async () => {
    const process = answering("console.error('no memory'); process.exit(3)");
    await expect(cpuMicros(process)).rejects.toThrow('api ended with code 3:\nno memory');
    await expect(cpuMicros(process)).rejects.toThrow('api ended with code 3');
  });
});
