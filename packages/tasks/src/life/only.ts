import type { Deployment } from '@millrace/config';
import { type Candidates, candidatesOf } from '../candidates.js';

/** A route that one deployment serves, without limits or a price unless given. */
export const only = (name: string, more: Partial<Deployment> = {}): Candidates =>
  candidatesOf({
    tiers: [
      [
        {
          name,
          baseUrl: 'http://127.0.0.1:1/v1',
          query: {},
          authentication: 'bearer',
          limits: {},
          weight: 1,
          timeouts: { connectMs: 1, firstByteMs: 1, idleMs: 1, totalMs: 1 },
          maxTokensParameter: 'auto',
          unsupportedParameters: [],
          ...more,
        },
      ],
    ],
  });
