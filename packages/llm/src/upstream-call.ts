import type { LlmTimeouts } from './llm-deployment.js';
import type { TimeoutPhase } from './llm-outcome.js';

/** Why a call ends before its answer does: its caller wants no more of it, or one of its clocks ran out. */
export type StopReason =
  | { readonly kind: 'aborted' }
  | { readonly kind: 'timeout'; readonly phase: TimeoutPhase }
  | { readonly kind: 'dropped' };

/** One call's clocks and the one way to stop it. */
export interface UpstreamCall {
  readonly stopped: StopReason | undefined;
  /** Whether it has been on a connection: from then on the provider may have got it. */
  readonly sent: boolean;
  /** Milliseconds since the call began. */
  elapsedMs(): number;
  /** The request is on a connection. */
  connected(): void;
  /** A piece of the body has come. */
  received(): void;
  /** Runs the listener when the call is stopped, at once if it already is. There is one listener, the connection. */
  onStop(listener: (error: Error) => void): void;
  /** Stops the call because what came is of no use; nothing happens if it has been stopped or has ended. */
  drop(): void;
  /** Lets go of timer and signal. */
  end(): void;
}

export interface StartUpstreamCallOptions {
  readonly timeouts: LlmTimeouts;
  readonly signal: AbortSignal | undefined;
}

interface Deadline {
  readonly at: number;
  readonly phase: TimeoutPhase;
}

interface Stage {
  readonly timeouts: LlmTimeouts;
  readonly startedAt: number;
  readonly receivedAt: number | undefined;
  readonly connectedYet: boolean;
}

const earlier = (one: Deadline, other: Deadline): Deadline => (other.at < one.at ? other : one);

const nextDeadline = ({ timeouts, startedAt, receivedAt, connectedYet }: Stage): Deadline => {
  const total: Deadline = { at: startedAt + timeouts.totalMs, phase: 'total' };
  if (receivedAt !== undefined) return earlier(total, { at: receivedAt + timeouts.idleMs, phase: 'idle' });
  const firstByte = earlier(total, { at: startedAt + timeouts.firstByteMs, phase: 'first_byte' });
  return connectedYet ? firstByte : earlier(firstByte, { at: startedAt + timeouts.connectMs, phase: 'connect' });
};

/** Starts the clocks of one call. A single timer serves all four: it is set anew only when a phase ends, never per piece of the answer. */
export const startUpstreamCall = ({ timeouts, signal }: StartUpstreamCallOptions): UpstreamCall => {
  const startedAt = performance.now();
  let connectedYet = false;
  let receivedAt: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  let listener: ((error: Error) => void) | undefined;
  let stopped: StopReason | undefined;
  let ended = false;

  const end = (): void => {
    ended = true;
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  };
  const stop = (reason: StopReason): void => {
    if (ended) return;
    end();
    stopped = reason;
    listener?.(new Error(`the call was stopped: ${reason.kind}`));
  };
  const abort = (): void => stop({ kind: 'aborted' });

  const watch = (): void => {
    clearTimeout(timer);
    if (ended) return;
    const { at, phase } = nextDeadline({ timeouts, startedAt, receivedAt, connectedYet });
    const leftMs = at - performance.now();
    if (leftMs <= 0) stop({ kind: 'timeout', phase });
    else timer = setTimeout(watch, Math.ceil(leftMs));
  };

  signal?.addEventListener('abort', abort, { once: true });
  if (signal?.aborted) abort();
  else watch();

  return {
    get stopped() {
      return stopped;
    },
    get sent() {
      return connectedYet;
    },
    elapsedMs: () => performance.now() - startedAt,
    connected: () => {
      connectedYet = true;
      watch();
    },
    received: () => {
      const isFirst = receivedAt === undefined;
      receivedAt = performance.now();
      if (isFirst) watch();
    },
    onStop: (run) => {
      listener = run;
      if (stopped) run(new Error(`the call was stopped: ${stopped.kind}`));
    },
    drop: () => stop({ kind: 'dropped' }),
    end,
  };
};
