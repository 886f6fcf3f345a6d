import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../eventually.js';
import { type Provider, type StartProviderOptions, startProvider } from './start-provider.js';

let provider: Provider;
const start = async (options: StartProviderOptions = {}): Promise<void> => {
  provider = await startProvider(options);
};
afterEach(() => provider.close());

interface Ask {
  readonly key?: string;
  readonly prompt?: string;
  readonly more?: object;
}

const ask = ({ key = 'sk-a', prompt = 'x'.repeat(40), more = {} }: Ask = {}): Promise<Response> =>
  fetch(`${provider.url}/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}` },
    body: JSON.stringify({ model: 'm', messages: [{ role: 'user', content: prompt }], ...more }),
  });

const statuses = async (count: number, options: Ask = {}): Promise<number[]> => {
  const found: number[] = [];
  for (let n = 0; n < count; n += 1) {
    const response = await ask(options);
    await response.text();
    found.push(response.status);
  }
  return found;
};

describe('an answer', () => {
  it('says back what was said and what it took', async () => {
    await start();
    const body = await (await ask({ prompt: 'hello you' })).json();
    expect(body).toMatchObject({
      choices: [{ message: { content: 'You said: hello you' } }],
      usage: { prompt_tokens: 3, completion_tokens: 16 },
    });
    expect(provider.calls).toMatchObject([{ key: 'sk-a', model: 'm', prompt: 'hello you', verdict: 'answered', status: 200, earlyMs: 0 }]);
  });

  it('comes in pieces to who wants a stream, with the usage to who wants it', async () => {
    await start();
    const told = await (await ask({ more: { stream: true, stream_options: { include_usage: true } } })).text();
    expect(told.match(/"content"/g)).toHaveLength(4);
    expect(told).toContain('"usage":{"prompt_tokens":10,');
    expect(told.endsWith('data: [DONE]\n\n')).toBe(true);
    expect(await (await ask({ more: { stream: true } })).text()).not.toContain('usage');
  });

  it('is as long as it is set to be, evenly, and no longer than it may', async () => {
    await start({ completionTokens: { least: 10, most: 12 } });
    await statuses(3);
    await ask({ more: { max_tokens: 4 } });
    expect(provider.calls.map(({ completionTokens }) => completionTokens).sort()).toEqual([10, 11, 12, 4]);
  });
});

describe('a limit of requests', () => {
  it.each(['token_bucket', 'fixed_window', 'sliding_window'] as const)('as a %s is each key own', async (kind) => {
    await start({ limits: { requestsPerMinute: 2, kind }, timeScale: 0.001 });
    expect(await statuses(3)).toEqual([200, 200, 429]);
    expect(await statuses(3, { key: 'sk-b' })).toEqual([200, 200, 429]);
    expect(provider.totals('sk-b')).toMatchObject({ calls: 3, byVerdict: { answered: 2, limited: 1 } });
  });

  it('is told in headers, with an error in OpenAI own shape', async () => {
    await start({ limits: { requestsPerMinute: 2, tokensPerMinute: 1_000, kind: 'sliding_window' } });
    const first = await ask();
    expect(first.headers.get('x-ratelimit-limit-requests')).toBe('2');
    expect(first.headers.get('x-ratelimit-remaining-requests')).toBe('1');
    expect(first.headers.get('x-ratelimit-remaining-tokens')).toBe('990');
    expect(first.headers.get('x-ratelimit-reset-requests')).toMatch(/^\d+(\.\d+)?m?s$/);
    await ask();
    const refused = await ask();
    expect(await refused.json()).toMatchObject({ error: { type: 'requests', code: 'rate_limit_exceeded' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('is not told where that is so set', async () => {
    await start({ limits: { requestsPerMinute: 1 }, tellsLimits: false });
    for (const response of [await ask(), await ask()]) expect(response.headers.has('x-ratelimit-limit-requests')).toBe(false);
  });

  it('holds for calls at a time', async () => {
    await start({ limits: { maxInFlight: 1 }, conduct: 'hang' });
    const hanging = ask().catch(() => 'cut');
    await eventually(() => provider.inFlight === 1);
    await provider.change({ conduct: 'answer' });
    expect((await ask()).status).toBe(429);
    await provider.close();
    expect(await hanging).toBe('cut');
  });

  it('can be changed, and then begins anew', async () => {
    await start({ limits: { requestsPerMinute: 1 } });
    expect(await statuses(2)).toEqual([200, 429]);
    await provider.change({ keyLimits: { 'sk-a': { requestsPerMinute: 2 } } });
    expect(await statuses(3)).toEqual([200, 200, 429]);
    expect(await statuses(2, { key: 'sk-b' })).toEqual([200, 429]);
  });
});

describe('a limit of tokens', () => {
  it('counts the prompt at the start and the answer at its end', async () => {
    await start({ limits: { tokensPerMinute: 35, kind: 'sliding_window' } });
    expect(await statuses(2)).toEqual([200, 429]);
    expect(await statuses(2, { prompt: 'x'.repeat(40), more: { max_tokens: 500 }, key: 'sk-b' })).toEqual([200, 429]);
  });

  it('or counts max_tokens too until the answer is known', async () => {
    await start({ limits: { tokensPerMinute: 100, kind: 'sliding_window' }, counting: 'reserve' });
    expect(await statuses(3, { more: { max_tokens: 60 } })).toEqual([200, 200, 429]);
    expect(await statuses(1, { key: 'sk-b', more: { max_tokens: 95 } })).toEqual([429]);
  });
});

describe('a refused call', () => {
  it.each([
    ['seconds', 'retry-after', /^\d+$/],
    ['milliseconds', 'retry-after-ms', /^\d+$/],
    ['date', 'retry-after', /^\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT$/],
  ] as const)('is told in %s when to come back, and who comes before is early', async (retryAfter, header, form) => {
    await start({ limits: { requestsPerMinute: 1 }, retryAfter, retryAfterAtLeastMs: 90_000 });
    await ask();
    const refused = await ask();
    expect(refused.headers.get(header)).toMatch(form);
    await ask();
    await ask({ key: 'sk-b' });
    const [, second, third, fourth] = provider.calls;
    expect((second?.notBefore ?? 0) - (second?.at ?? 0)).toBeGreaterThanOrEqual(90_000);
    expect([second?.earlyMs, third?.earlyMs, fourth?.earlyMs]).toEqual([0, expect.any(Number), 0]);
    expect(third?.earlyMs).toBeGreaterThan(0);
    expect(provider.totals().early).toBe(1);
  });

  it('is told nothing when so set, and then nobody is early', async () => {
    await start({ limits: { requestsPerMinute: 1 }, retryAfter: 'absent' });
    await ask();
    const refused = await ask();
    await ask();
    expect([refused.headers.has('retry-after'), refused.headers.has('retry-after-ms')]).toEqual([false, false]);
    expect(provider.totals()).toMatchObject({ early: 0, byVerdict: { limited: 2 } });
  });
});

describe('what is set at run time', () => {
  it('revokes a key, and no other', async () => {
    await start();
    await provider.change({ revoked: ['sk-a'] });
    expect([await statuses(1), await statuses(1, { key: 'sk-b' })]).toEqual([[401], [200]]);
  });

  it('holds calls until it is told what to do with them', async () => {
    await start({ conduct: 'hold' });
    const held = [ask(), ask()];
    await eventually(() => provider.inFlight === 2);
    await provider.change({ conduct: 503 });
    expect((await Promise.all(held)).map(({ status }) => status)).toEqual([503, 503]);
  });

  it('refuses connections and takes them again at the same address', async () => {
    await start();
    await provider.change({ conduct: 'refuse' });
    await expect(ask()).rejects.toThrow('fetch failed');
    await provider.change({ conduct: 'answer' });
    expect(await statuses(1)).toEqual([200]);
  });

  it.each(['reset', 'cut'] as const)('breaks off: %s', async (conduct) => {
    await start({ conduct });
    await expect(ask()).rejects.toThrow('fetch failed');
    expect(provider.calls).toMatchObject([{ verdict: 'failed' }]);
  });

  it('breaks a stream in its middle', async () => {
    await start({ conduct: 'cut' });
    const response = await ask({ more: { stream: true } });
    await expect(response.text()).rejects.toThrow('terminated');
  });

  it('says nonsense, or an error, or an error to a share of the calls', async () => {
    await start({ conduct: 'garbage' });
    expect(await (await ask()).text()).toContain('<html>');
    await provider.change({ conduct: 503 });
    expect(await statuses(2)).toEqual([503, 503]);
    await provider.change({ conduct: 'answer', errorShare: 0.5 });
    expect((await statuses(4)).sort()).toEqual([200, 200, 500, 500]);
  });

  it('refuses what is longer than the model can read', async () => {
    await start({ contextLength: 100 });
    const refused = await ask({ more: { max_tokens: 91 } });
    expect([refused.status, await refused.json()]).toEqual([400, { error: expect.objectContaining({ code: 'context_length_exceeded' }) }]);
  });

  it('knows who hung up', async () => {
    await start({ conduct: 'hang' });
    const abort = new AbortController();
    const asked = fetch(`${provider.url}/chat/completions`, { method: 'POST', body: '{"messages":[]}', signal: abort.signal });
    await eventually(() => provider.inFlight === 1);
    abort.abort();
    await expect(asked).rejects.toThrow('abort');
    await eventually(() => provider.inFlight === 0);
  });

  it('can be set, and read, over HTTP', async () => {
    await start();
    await fetch(`${provider.controlUrl}/settings`, { method: 'POST', body: JSON.stringify({ revoked: ['sk-a'] }) });
    await ask();
    await ask({ key: 'sk-b' });
    const totals = await (await fetch(`${provider.controlUrl}/totals?key=sk-b`)).json();
    const calls = await (await fetch(`${provider.controlUrl}/calls`)).json();
    expect([totals, calls]).toMatchObject([{ calls: 1 }, [{ verdict: 'unauthorized' }, { verdict: 'answered' }]]);
  });
});
