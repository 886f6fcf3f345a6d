import { z } from 'zod';
import type { Operation } from '../operation.js';

const health = z.object({ status: z.enum(['ok', 'unavailable', 'stopping']), checks: z.record(z.string(), z.string()).optional() });

/** Probes. */
export const healthOperations = {
  live: {
    id: 'live',
    method: 'get',
    path: '/livez',
    tag: 'Operations',
    summary: 'Is the process alive?',
    description: 'Never asks Redis: an outage of Redis is no reason to restart this process.',
    access: 'none',
    responses: { 200: { description: 'It is.', schema: health } },
    problems: [],
  },
  ready: {
    id: 'ready',
    method: 'get',
    path: '/readyz',
    tag: 'Operations',
    summary: 'Can it take requests?',
    access: 'none',
    responses: {
      200: { description: 'It can.', schema: health },
      503: { description: 'Redis is away, or the process is stopping.', schema: health },
    },
    problems: [],
  },
  health: {
    id: 'health',
    method: 'get',
    path: '/healthz',
    tag: 'Operations',
    summary: 'How is it?',
    description: 'The same answer as `/readyz`, for monitors that look for this name.',
    access: 'none',
    responses: {
      200: { description: 'Well.', schema: health },
      503: { description: 'Redis is away, or the process is stopping.', schema: health },
    },
    problems: [],
  },
} as const satisfies Record<string, Operation>;
