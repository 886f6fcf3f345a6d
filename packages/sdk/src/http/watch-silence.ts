import { MillraceConnectionError } from '../errors/millrace-connection-error.js';

/** Ends an exchange in which nothing comes, or that its caller has given up. */
export interface SilenceWatch {
  /** For `fetch`. */
  readonly signal: AbortSignal;
  /** Waits for the promise, but no longer than silence may last. Rejects with the caller's reason once it has given up. */
  during<T>(promise: Promise<T>): Promise<T>;
  /** Ends the exchange, if it has not ended. */
  end(): void;
}

export interface SilenceWatchOptions {
  readonly silenceMs: number;
  readonly signal?: AbortSignal | undefined;
}

export const watchSilence = ({ silenceMs, signal: caller }: SilenceWatchOptions): SilenceWatch => {
  const controller = new AbortController();
  const giveUp = (): void => controller.abort(caller?.reason);
  if (caller?.aborted) giveUp();
  caller?.addEventListener('abort', giveUp, { once: true });
  const silent = (): void => controller.abort(new MillraceConnectionError({ message: `nothing came from the api for ${silenceMs} ms` }));
  return {
    signal: controller.signal,
    during: async (promise) => {
      const timer = setTimeout(silent, silenceMs);
      try {
        return await promise;
      } catch (error) {
        // Whatever fetch makes of an abort, the reason is what happened.
        throw controller.signal.aborted ? controller.signal.reason : error;
      } finally {
        clearTimeout(timer);
      }
    },
    end: () => {
      caller?.removeEventListener('abort', giveUp);
      controller.abort();
    },
  };
};
