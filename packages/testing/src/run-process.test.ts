import { afterEach, describe, expect, it } from '@jest/globals';
import { type RunningProcess, runProcess } from './run-process.js';

const running: RunningProcess[] = [];

const runScript = async (script: string, more: { env?: Record<string, string>; input?: string } = {}): Promise<RunningProcess> => {
  const child = await runProcess({ args: ['-e', script], ...more });
  running.push(child);
  return child;
};

afterEach(async () => {
  await Promise.all(running.splice(0).map((child) => child.kill()));
});

describe('runProcess', () => {
  it('finds a line already written and one still to come, on either stream', async () => {
    const child = await runScript("console.log('first'); process.stdin.on('data', () => console.error('second')).resume()", {
      input: 'go',
    });
    expect(await child.line(/^fir/)).toBe('first');
    expect(await child.line('second')).toBe('second');
    expect(await child.line('first')).toBe('first');
  });

  it('rejects the wait for a line, showing what was written, when the process ends without it', async () => {
    const child = await runScript("console.log('only this')");
    await expect(child.line('never')).rejects.toThrow('only this');
    await child.exited;
    await expect(child.line('never')).rejects.toThrow('only this');
  });

  it('passes nothing of its own environment but where programs are found', async () => {
    process.env.LEAK = 'leaked';
    const child = await runScript('console.log(process.env.LEAK, process.env.GIVEN)', { env: { GIVEN: 'given' } });
    expect(await child.line('given')).toBe('undefined given');
    delete process.env.LEAK;
  });

  it('says how the process ended', async () => {
    expect(await (await runScript('process.exitCode = 3')).exited).toEqual({ code: 3, signal: null });
    expect(await (await runScript('setInterval(() => {}, 1e6)')).stop()).toEqual({ code: null, signal: 'SIGTERM' });
    expect(await (await runScript('setInterval(() => {}, 1e6)')).kill()).toEqual({ code: null, signal: 'SIGKILL' });
  });

  it('refuses a program that does not exist', async () => {
    await expect(runProcess({ command: '/does/not/exist', args: [] })).rejects.toThrow('ENOENT');
  });
});
