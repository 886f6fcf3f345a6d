import { attempt } from '../setup/attempt.mjs';
import { run } from '../setup/run.mjs';
import { composeEnvironment } from './compose-environment.mjs';

const patienceMs = 3 * 60_000;

/** Runs `docker …` and Compose's commands for one project, until `remove` ends that. What a developer has set for other stacks does not reach them. */
export const createCommands = ({ engine, project }) => {
  const env = composeEnvironment(process.env);
  const ending = new AbortController();
  const bounds = { timeoutMs: patienceMs, signal: ending.signal };
  const [program, ...first] = [...engine.compose, ...project.composeArgs];
  const isLeft = async () => {
    const args = ['ps', '--all', '--quiet', '--filter', `label=com.docker.compose.project=${project.name}`];
    return (await attempt(engine.docker, args)).output.trim() !== '';
  };
  return {
    compose: (...args) => run(program, [...first, ...args], { env, ...bounds }),
    docker: (...args) => run(engine.docker, args, bounds),
    /** As `docker`, for what may fail: `{ code, output }`. */
    tryDocker: (...args) => attempt(engine.docker, args, bounds),
    /** Whether `remove` was called, after which nothing else works. */
    isEnding: () => ending.signal.aborted,
    /** Ends what is being done, and takes containers, network and data away. */
    remove: async () => {
      ending.abort();
      // What was asked of the engine a moment ago may still come into being after the first round.
      for (let round = 0; round === 0 || (round < 5 && (await isLeft())); round += 1)
        await attempt(program, [...first, 'down', '--volumes', '--timeout', '1'], { env });
    },
  };
};
