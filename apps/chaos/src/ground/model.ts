import { answer, hang, promptOf, refuse, startUpstream, type UpstreamCall } from '@millrace/testing';

export interface Model {
  readonly port: number;
  /** What a prompt was asked with, in the order of the calls: which worker asked, whether it is still at it, and when it came (ms since the epoch). */
  callsFor(prompt: string): readonly ModelCall[];
  /** All calls so far. */
  readonly count: number;
  /** The prompts that a worker is waiting for an answer to. */
  heldBy(worker: number): readonly string[];
  close(): Promise<void>;
}

export interface ModelCall {
  readonly worker: number;
  readonly at: number;
  /** Undefined while it goes on. */
  aborted: boolean | undefined;
}

/** The words of a prompt that say how the model behaves. */
export const conducts = ['plain', 'slow', 'refuse', 'hang'] as const;
export type Conduct = (typeof conducts)[number];

/** How long answers take, in milliseconds; by the number in the prompt, so that it is the same in every run. */
const takesMs = (prompt: string, conduct: Conduct): number => {
  const number = Number(/\d+/.exec(prompt)?.[0] ?? 0);
  return conduct === 'slow' ? 1500 + (number % 7) * 300 : 20 + (number % 11) * 25;
};

const conductOf = (prompt: string): Conduct => conducts.find((name) => prompt.startsWith(name)) ?? 'plain';

const workerOf = (call: UpstreamCall): number => Number(/sk-worker-(\d+)/.exec(String(call.headers.authorization))?.[1] ?? -1);

/** A model that counts who asked what. It answers each prompt with words of its own. */
export const startModel = async (): Promise<Model> => {
  const calls = new Map<string, ModelCall[]>();
  let count = 0;

  const upstream = await startUpstream({
    onRequest: (call) => {
      count += 1;
      const prompt = promptOf(call);
      const noted: ModelCall = { worker: workerOf(call), at: call.at, aborted: undefined };
      calls.set(prompt, [...(calls.get(prompt) ?? []), noted]);
      void call.ended.then(({ aborted }) => {
        noted.aborted = aborted;
      });
    },
    script: (reply, call) => {
      const prompt = promptOf(call);
      const conduct = conductOf(prompt);
      if (conduct === 'refuse') return refuse(400)(reply, call);
      if (conduct === 'hang') return hang()(reply, call);
      const after = new Promise((resolve) => setTimeout(resolve, takesMs(prompt, conduct)));
      return answer(answerTo(prompt), { after })(reply, call);
    },
  });
  return {
    port: Number(new URL(upstream.url).port),
    callsFor: (prompt) => calls.get(prompt) ?? [],
    get count() {
      return count;
    },
    heldBy: (worker) =>
      [...calls].flatMap(([prompt, all]) => (all.some((call) => call.worker === worker && call.aborted === undefined) ? [prompt] : [])),
    close: upstream.close,
  };
};

/** What the model says to a prompt. */
export const answerTo = (prompt: string): string => `You said: ${prompt}`;
