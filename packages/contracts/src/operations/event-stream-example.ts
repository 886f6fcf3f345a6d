import type { EventKind, TaskEvent } from '../task-event.js';

const events = [
  { seq: 1, kind: 'state', data: { status: 'queued' } },
  { seq: 2, kind: 'state', data: { status: 'running', attempt: 1 } },
  { seq: 3, kind: 'delta', data: { index: 0, attempt: 1, text: 'Because water ' } },
  { seq: 4, kind: 'delta', data: { index: 1, attempt: 1, text: 'turns wheels.' } },
  { seq: 5, kind: 'usage', data: { input_tokens: 8, output_tokens: 5, total_tokens: 13, cost: { usd: '0.0000042' } } },
  { seq: 6, kind: 'state', data: { status: 'succeeded', attempt: 1 } },
  {
    seq: 7,
    kind: 'result',
    data: {
      text: 'Because water turns wheels.',
      message: { role: 'assistant', content: 'Because water turns wheels.' },
      finish_reason: 'stop',
      model: 'gpt-4o-mini-2024-07-18',
      deployment: 'api.openai.com',
    },
  },
] as const satisfies readonly TaskEvent[];

const frame = ({ seq, kind, data }: { seq: number; kind: EventKind; data: object }): string =>
  `id: ${seq}\nevent: ${kind}\ndata: ${JSON.stringify(data)}\n\n`;

/** What a stream of events looks like. */
export const eventStreamExample = events.map(frame).join('');
