import type { IncomingMessage } from 'node:http';
import { within } from '@millrace/runtime';

/** A probe's answer: whether it is so, and why not, in words that may be public. */
export interface Probe {
  readonly ok: boolean;
  readonly reason?: string | undefined;
}

export interface OpsAnswers {
  readonly metrics: { render(): Promise<string>; readonly contentType: string };
  /** Whether the process works at all; never asks Redis. */
  readonly live: () => Probe | Promise<Probe>;
  /** Whether it should be given work now. */
  readonly ready: () => Probe | Promise<Probe>;
}

export interface OpsAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

const probeWithinMs = 3_000;
const plain = (status: number, text: string, headers: Readonly<Record<string, string>> = {}): OpsAnswer => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8', ...headers },
  text: `${text}\n`,
});

const probe = async (ask: () => Probe | Promise<Probe>): Promise<OpsAnswer> => {
  const answer = (await within(Promise.resolve().then(ask), probeWithinMs)) ?? {
    ok: false,
    reason: `no answer within ${probeWithinMs} ms`,
  };
  const body = JSON.stringify({
    status: answer.ok ? 'ok' : 'unavailable',
    ...(answer.reason === undefined ? {} : { reason: answer.reason }),
  });
  return plain(answer.ok ? 200 : 503, body, { 'content-type': 'application/json; charset=utf-8' });
};

/** The answer to one request: GET and HEAD of three paths, 404 for another path, 405 for another method. */
export const answerOf = async ({ method, url = '/' }: Pick<IncomingMessage, 'method' | 'url'>, answers: OpsAnswers): Promise<OpsAnswer> => {
  const [path] = url.split('?');
  const known = path === '/metrics' || path === '/livez' || path === '/readyz';
  if (!known) return plain(404, 'Here are /metrics, /livez and /readyz.');
  if (method !== 'GET' && method !== 'HEAD') return plain(405, 'GET and HEAD only.', { allow: 'GET, HEAD' });
  if (path === '/metrics')
    return { status: 200, headers: { 'content-type': answers.metrics.contentType }, text: await answers.metrics.render() };
  return probe(path === '/livez' ? answers.live : answers.ready);
};
