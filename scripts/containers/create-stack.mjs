import { createCommands } from './create-commands.mjs';
import { eventually } from './eventually.mjs';

const serviceOf = ({ Config }) => Config.Labels['com.docker.compose.service'];

/** A running project of Compose, its containers named by the service they belong to. */
export const createStack = ({ engine, project }) => {
  const { compose, docker, tryDocker, isEnding, remove } = createCommands({ engine, project });

  const ids = async (service) => {
    const labels = [`project=${project.name}`, ...(service ? [`service=${service}`] : [])];
    const filters = labels.flatMap((label) => ['--filter', `label=com.docker.compose.${label}`]);
    return (await docker('ps', '--all', '--quiet', '--no-trunc', ...filters)).split('\n').filter(Boolean);
  };
  const inspect = async (service) => {
    const found = await ids(service);
    return found.length > 0 ? JSON.parse(await docker('inspect', ...found)) : [];
  };
  const isHealthy = async () => {
    const states = (await inspect()).map(({ State }) => State);
    return states.length > 0 && states.every(({ Running, Health }) => Running && (Health?.Status ?? 'healthy') === 'healthy');
  };
  const untilHealthy = () => eventually(isHealthy, { what: 'every container is healthy' });
  const lastLinesOf = async ({ Id, Name, State }) => {
    const { output } = await tryDocker('logs', '--tail', '4', Id);
    return `${Name.slice(1)} (${State.Status}, exit code ${State.ExitCode}):\n${output.replaceAll(/^(.{200}).*$/gm, '$1…')}`;
  };

  return {
    docker,
    isEnding,
    remove,
    serviceOf,
    untilHealthy,
    ids,
    /** What the engine knows of the containers of one service, or of all. */
    inspect,
    /** Starts, scales or changes it, as settings say that stay, and waits until everybody is healthy. */
    up: async (settings = {}) => {
      project.configure(settings);
      await compose('up', '--detach', '--no-build');
      await untilHealthy();
    },
    /** Takes all containers and the network away; the data stays. */
    down: () => compose('down'),
    exec: (id, ...command) => docker('exec', id, ...command),
    /** As `exec`, for what may fail: `{ code, output }`. */
    tryExec: (id, ...command) => tryDocker('exec', id, ...command),
    kill: (id) => docker('kill', '--signal', 'KILL', id),
    start: (id) => docker('start', id),
    /** Stops it as an operator would, within its own grace; gives back the exit code. */
    stop: async (id) => {
      await docker('stop', id);
      return JSON.parse(await docker('inspect', id))[0].State.ExitCode;
    },
    /** The last lines of every container, for whoever looks for a cause. */
    lastLines: async () => (await Promise.all((await inspect()).map(lastLinesOf))).join('\n'),
  };
};
