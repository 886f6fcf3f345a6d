import type { Asked, Reply } from './start-api.js';

/** The side of the api of bulk submissions: it stores each line of each key once. */
export interface BulkApi {
  /** Answers all lines; with `upTo` only so many, and then hangs up. */
  answer(upTo?: number): Reply;
  /** Stores all lines and hangs up. */
  readonly lose: Reply;
  /** `<key>:<line>` of all that was stored, in the order in which it came. */
  readonly stored: ReadonlyMap<string, string>;
  /** What lines with this prompt are refused with, instead. */
  refuse(prompt: string, status: number, code: string): void;
  relent(): void;
}

export const createBulkApi = (): BulkApi => {
  const stored = new Map<string, string>();
  const refusals = new Map<string, { status: number; problem: object }>();
  const outcomeOf = (key: string, line: number, text: string): object => {
    const { prompt } = JSON.parse(text);
    const refusal = refusals.get(prompt);
    if (refusal) return { line, ...refusal };
    const place = `${key}:${line}`;
    const before = stored.has(place);
    stored.set(place, prompt);
    return { line, status: before ? 200 : 202, id: `task_${place}`, task_status: 'queued', ...(before && { replayed: true }) };
  };
  const outcomesOf = ({ body, headers }: Asked, upTo: number): readonly string[] => {
    const key = String(headers['idempotency-key']);
    const lines = body.split('\n').flatMap((text, index) => (text === '' ? [] : [[index + 1, text] as const]));
    return lines.slice(0, upTo).map(([line, text]) => `${JSON.stringify(outcomeOf(key, line, text))}\n`);
  };
  return {
    stored,
    answer:
      (upTo = Number.POSITIVE_INFINITY) =>
      (response, asked) => {
        const outcomes = outcomesOf(asked, upTo);
        response.writeHead(200, { 'content-type': 'application/x-ndjson' });
        const said = outcomes.join('');
        if (outcomes.length === upTo) return void response.write(`${said}{"line":`, () => response.socket?.destroy());
        response.end(`${said}${JSON.stringify({ object: 'bulk.summary', lines: outcomes.length, complete: true })}\n`);
      },
    lose: (response, asked) => {
      outcomesOf(asked, Number.POSITIVE_INFINITY);
      response.socket?.destroy();
    },
    refuse: (prompt, status, code) => {
      const problem = { code, status, detail: code, title: code, type: code, retryable: status !== 400, request_id: 'r' };
      refusals.set(prompt, { status, problem });
    },
    relent: () => refusals.clear(),
  };
};
