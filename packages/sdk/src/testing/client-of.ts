import { assembleMillrace } from '../assemble-millrace.js';
import type { Millrace, MillraceOptions } from '../millrace.js';

export interface ClientUnderTest {
  readonly millrace: Millrace;
  /** How long it would have paused, in milliseconds. */
  readonly pauses: readonly number[];
}

export interface ClientOfOptions extends Partial<MillraceOptions> {
  readonly random?: () => number;
}

/** A client on which pauses take no time; they go by on its clock. */
export const clientOf = (url: string, { random = () => 1, ...options }: ClientOfOptions = {}): ClientUnderTest => {
  const pauses: number[] = [];
  let clock = 0;
  const pause = async (ms: number, signal?: AbortSignal): Promise<void> => {
    signal?.throwIfAborted();
    pauses.push(ms);
    clock += ms;
  };
  return { millrace: assembleMillrace({ url, apiKey: 'key-1', ...options }, { pause, random, now: () => clock }), pauses };
};
