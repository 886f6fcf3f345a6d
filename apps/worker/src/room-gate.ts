/** A job of a route in the hands of this process. */
export interface Hand {
  /** It is about to begin: from now until it has begun or is done it counts as undecided. */
  beginning(): void;
  /** It has begun, and its call may be made in so many milliseconds. */
  began(startInMs: number): void;
  /**
   * No deployment has room for it. One job of the route stays in hand, and resolves to `again` when it is worth to begin again; for any other,
   * and when the signal aborts, it is `hand_back`.
   */
  refused(waitMs: number, signal: AbortSignal): Promise<'again' | 'hand_back'>;
  /** Always called at the end. */
  done(): void;
}

export interface RoomGateOptions {
  /** Has the consumer of the route work on at most so many jobs at a time; undefined = on as many as it may. */
  readonly limit: (most: number | undefined) => void;
  /** Resolves after so many milliseconds, or when the signal aborts. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** Who has a job in hand looks at least this often: a breaker may close, a limit may be raised, its task may be cancelled. */
const longestWaitMs = 5_000;
/** A wait so short has no known end: whichever of our own calls ends first may have made room. */
const untilACallEndsMs = 250;
/** After so many that began at once in a row there is room enough to fetch as fast as can be. */
const enoughAtOnce = 20;

type Stage = 'waiting' | 'beginning' | 'begun';

/**
 * Keeps a worker from taking tasks that it could only hand back. Once one was refused for want of room, the route is taken one by one: no further job is fetched before
 * the last one has begun, so each is picked up once, keeps its place in the queue until there is room, and none is hoarded here while another worker could run it.
 */
export const createRoomGate = ({ limit, pause }: RoomGateOptions): { take(): Hand } => {
  let careful = false;
  let atOnce = 0;
  let inHand: object | undefined;
  let wake = new AbortController();
  const stages = new Map<object, Stage>();

  const adjust = (): void => {
    let decided = 0;
    for (const stage of stages.values()) if (stage !== 'beginning') decided += 1;
    limit(careful ? decided + 1 : undefined);
  };
  const enter = (hand: object, stage: Stage): void => {
    stages.set(hand, stage);
    adjust();
  };
  const letGo = (hand: object): void => {
    if (inHand === hand) inHand = undefined;
  };
  const callEnded = (): void => {
    wake.abort();
    wake = new AbortController();
  };

  const refused = async (hand: object, waitMs: number, signal: AbortSignal): Promise<'again' | 'hand_back'> => {
    careful = true;
    atOnce = 0;
    inHand ??= hand;
    enter(hand, 'beginning');
    if (inHand !== hand || signal.aborted) return 'hand_back';
    const until = waitMs <= untilACallEndsMs ? AbortSignal.any([signal, wake.signal]) : signal;
    await pause(Math.min(waitMs, longestWaitMs), until);
    return signal.aborted ? 'hand_back' : 'again';
  };

  return {
    take: () => {
      const hand = {};
      enter(hand, 'waiting');
      return {
        beginning: () => enter(hand, 'beginning'),
        began: (startInMs) => {
          letGo(hand);
          atOnce = startInMs > 0 ? 0 : atOnce + 1;
          if (atOnce >= enoughAtOnce) careful = false;
          enter(hand, 'begun');
        },
        refused: (waitMs, signal) => refused(hand, waitMs, signal),
        done: () => {
          letGo(hand);
          const begun = stages.get(hand) === 'begun';
          stages.delete(hand);
          adjust();
          if (begun) callEnded();
        },
      };
    },
  };
};
