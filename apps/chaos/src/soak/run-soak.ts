import { type Audit, audit } from '../audit/audit.js';
import { openGround } from '../ground/open-ground.js';
import { startLoad } from '../load/start-load.js';
import { createRandom } from '../random.js';
import { type Judgment, judgeSeries } from './judge-series.js';
import { type Measure, type Series, takeSamples } from './take-samples.js';

export interface SoakOptions {
  readonly minutes: number;
  readonly seed: number;
  readonly onProgress: (line: string) => void;
}

export interface Watched extends Pick<Series, 'whose' | 'what'> {
  readonly judgment: Judgment;
}

export interface SoakResult {
  readonly watched: readonly Watched[];
  readonly promised: number;
  readonly open: Audit['ledger']['open'];
  readonly warmUpMs: number;
}

/** So short that everything that is kept for a while goes many times over. */
const retention = { MILLRACE_FINISH_BY_SECONDS: '30', MILLRACE_RESULT_TTL_SECONDS: '20', MILLRACE_TOMBSTONE_TTL_SECONDS: '40' };

/** Growth below this is none, whatever share of the level it is. */
const least: Readonly<Record<Measure, number>> = {
  'RSS, bytes': 16 * 1_048_576,
  'open files': 8,
  sockets: 8,
  'memory used, bytes': 2 * 1_048_576,
  keys: 300,
  connections: 8,
};

/** Runs callers of every manner against two apis and two workers, and says what grew once all was warm. */
export const runSoak = async ({ minutes, seed, onProgress }: SoakOptions): Promise<SoakResult> => {
  const ground = await openGround({ apis: 2, workers: 2, concurrency: 20, env: retention });
  const load = startLoad({ ground, lanes: 8, random: createRandom(seed) });
  const forMs = minutes * 60_000;
  const warmUpMs = forMs / 3;
  let told = -1;
  const onLook = (atMs: number): void => {
    const minute = Math.floor(atMs / 60_000);
    if (minute > told) onProgress(`minute ${minute} of ${minutes}: ${load.promised.length} tasks`);
    told = minute;
  };
  try {
    const series = await takeSamples(ground, { forMs, onLook });
    await load.stop();
    const { ledger } = await audit(ground, []);
    const watched = series.map(({ whose, what, samples }) => ({
      whose,
      what,
      judgment: judgeSeries(
        samples.filter(({ atMs }) => atMs >= warmUpMs),
        least[what],
      ),
    }));
    return { watched, promised: load.promised.length, open: ledger.open, warmUpMs };
  } finally {
    await ground.close();
  }
};
