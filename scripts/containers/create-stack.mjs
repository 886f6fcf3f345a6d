import { attempt } from '../setup/attempt.mjs';
import { run } from '../setup/run.mjs';
import { testEnvironment } from '../test/test-environment.mjs';
import { eventually } from './eventually.mjs';

const patienceMs = 3 * 60_000;

/** A running project of Compose, its containers named by the service they belong to. What a developer has set for other stacks does not reach it. */
export const createStack = ({ engine, project }) => {
  const env = testEnvironment();
  const [composeProgram, ...composeFirst] = engine.compose;
  const compose = (...args) => run(composeProgram, [...composeFirst, ...project.composeArgs, ...args], { env, timeoutMs: patienceMs });
  const docker = (...args) => run(engine.docker, args, { timeoutMs: patienceMs });

  const ids = async (service) => {
    const labels = [`project=${project.name}`, ...(service ? [`service=${service}`] : [])];
    const filters = labels.flatMap((label) => ['--filter', `label=com.docker.compose.${label}`]);
    return (await docker('ps', '--all', '--quiet', '--no-trunc', ...filters)).split('\n').filter(Boolean);
  };
  /** What the engine knows of the containers of one service, or of all. */
  const inspect = async (service) => {
    const found = await ids(service);
    return found.length > 0 ? JSON.parse(await docker('inspect', ...found)) : [];
  };
  const serviceOf = ({ Config }) => Config.Labels['com.docker.compose.service'];
  const healthy = async () => {
    const states = (await inspect()).map(({ State }) => State);
    return states.length > 0 && states.every(({ Running, Health }) => Running && (Health?.Status ?? 'healthy') === 'healthy');
  };
  const untilHealthy = () => eventually(healthy, { what: 'every container is healthy' });

  return {
    docker,
    inspect,
    serviceOf,
    untilHealthy,
    ids,
    /** Starts or scales, and waits until everybody is healthy; `scale` is services → how many. */
    up: async (scale = {}) => {
      const scales = Object.entries({ 'dying-api': 0, ...scale }).flatMap(([service, count]) => ['--scale', `${service}=${count}`]);
      await compose('up', '--detach', '--no-build', ...scales);
      await untilHealthy();
    },
    /** Takes all containers and the network away; the data stays. */
    down: () => compose('down'),
    exec: (id, ...command) => docker('exec', id, ...command),
    /** As `exec`, for what may fail: `{ code, output }`. */
    tryExec: (id, ...command) => attempt(engine.docker, ['exec', id, ...command]),
    kill: (id) => docker('kill', '--signal', 'KILL', id),
    start: (id) => docker('start', id),
    /** Stops it as an operator would, within its own grace; gives back the exit code. */
    stop: async (id) => {
      await docker('stop', id);
      return JSON.parse(await docker('inspect', id))[0].State.ExitCode;
    },
    /** The last lines of every container, for whoever looks for a cause. */
    lastLines: async () => {
      const tails = (await inspect()).map(async (container) => {
        const { output } = await attempt(engine.docker, ['logs', '--tail', '4', container.Id]);
        return `${container.Name.slice(1)} (${container.State.Status}, exit code ${container.State.ExitCode}):\n${output.replaceAll(/^(.{200}).*$/gm, '$1…')}`;
      });
      return (await Promise.all(tails)).join('\n');
    },
    remove: () => attempt(composeProgram, [...composeFirst, ...project.composeArgs, 'down', '--volumes', '--timeout', '1'], { env }),
  };
};
