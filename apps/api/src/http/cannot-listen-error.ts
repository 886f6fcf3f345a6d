import { type Listener, listenRefusal } from '@millrace/config';

/** The address that was set cannot be listened on; the message is the sentence for the person who set it. */
export class CannotListenError extends Error {
  override readonly name = 'CannotListenError';
}

/** What to throw for a failure to listen: a `CannotListenError`, or the error itself when the address is not to blame. */
export const listenFailure = (error: unknown, { host, port }: Listener, prefix: '' | 'METRICS_' = ''): unknown => {
  const sentence = listenRefusal({ error, host, port, names: { host: `${prefix}HOST`, port: `${prefix}PORT` } });
  return sentence === undefined ? error : new CannotListenError(sentence);
};
