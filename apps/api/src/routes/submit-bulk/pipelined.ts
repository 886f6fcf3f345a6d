export interface PipelinedOptions<I, O> {
  readonly source: AsyncIterable<I>;
  /** Never rejects. */
  readonly run: (input: I) => Promise<O>;
  /** Runs under way at a time; nothing more is read meanwhile. */
  readonly most: number;
}

/** Runs what a source gives, several at a time, and tells their outputs in order, each as soon as it is there. What the source throws comes last. */
export async function* pipelined<I, O>({ source, run, most }: PipelinedOptions<I, O>): AsyncGenerator<O> {
  const inputs = source[Symbol.asyncIterator]();
  const read = (): Promise<Read<I>> => inputs.next().then(({ done, value }) => (done ? { over: true } : { value }), failed);
  const running: Promise<{ readonly output: O }>[] = [];
  let reading = read();
  let last: Extract<Read<I>, { readonly over: true }> | undefined;
  while (running.length > 0 || !last) {
    const canRead = !last && running.length < most;
    const news = await Promise.race([...running.slice(0, 1), ...(canRead ? [reading] : [])]);
    if ('output' in news) {
      void running.shift();
      yield news.output;
    } else if ('over' in news) last = news;
    else {
      running.push(run(news.value).then((output) => ({ output })));
      reading = read();
    }
  }
  if (last?.failure) throw last.failure.error;
}

type Read<I> = { readonly value: I } | { readonly over: true; readonly failure?: { readonly error: unknown } };

const failed = (error: unknown) => ({ over: true as const, failure: { error } });
