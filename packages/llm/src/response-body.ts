/** Takes a piece of the body; false = wants no more of it. */
export type ByteSink = (bytes: Buffer) => boolean;

/** The body of one response, pushed by the connection and read once. */
export interface ResponseBody {
  /** Hands over every piece, those already here first. Resolves at the end or when the sink has had enough, rejects when the connection fails. */
  read(sink: ByteSink): Promise<void>;
  /** Reads the whole body as text, `maxBytes` at most; what is beyond is dropped. */
  text(maxBytes: number): Promise<string>;
}

/** The connection's side of a body. */
export interface ResponseBodySource {
  readonly body: ResponseBody;
  readonly ended: boolean;
  push(bytes: Buffer): void;
  end(): void;
  fail(error: Error): void;
}

/** A body without a queue: once someone reads, pieces go straight from the socket to the reader, with no promise or stream between. */
export const createResponseBody = (): ResponseBodySource => {
  const early: Buffer[] = [];
  let sink: ByteSink | undefined;
  let settle: { readonly resolve: () => void; readonly reject: (error: Error) => void } | undefined;
  let outcome: 'open' | 'ended' | Error = 'open';

  const report = (): void => {
    if (outcome === 'ended') settle?.resolve();
    else if (outcome !== 'open') settle?.reject(outcome);
  };
  const conclude = (how: 'ended' | Error): void => {
    if (outcome !== 'open') return;
    outcome = how;
    report();
  };
  const push = (bytes: Buffer): void => {
    if (!sink) early.push(bytes);
    else if (!sink(bytes)) {
      sink = () => true;
      settle?.resolve();
    }
  };
  const read = (readBytes: ByteSink): Promise<void> =>
    new Promise((resolve, reject) => {
      settle = { resolve, reject };
      sink = readBytes;
      for (const bytes of early.splice(0)) push(bytes);
      report();
    });
  const text = async (maxBytes: number): Promise<string> => {
    const pieces: Buffer[] = [];
    let size = 0;
    await read((bytes) => {
      pieces.push(bytes);
      size += bytes.length;
      return size < maxBytes;
    });
    return Buffer.concat(pieces).subarray(0, maxBytes).toString('utf8');
  };
  return {
    body: { read, text },
    get ended() {
      return outcome !== 'open';
    },
    push,
    end: () => conclude('ended'),
    fail: (error) => conclude(error),
  };
};
