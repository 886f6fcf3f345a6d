import { attempt } from '../setup/attempt.mjs';
import { Failure } from '../setup/failure.mjs';

/** Has each app judge the settings it will get (`--check-config`); throws a Failure with what they say, a sentence that two of them say once. */
export const checkSettings = async (apps) => {
  const checks = await Promise.all(apps.map(({ command, args, env }) => attempt(command, [...args, '--check-config'], { env })));
  const refused = checks.filter(({ code }) => code !== 0);
  const lines = new Set(refused.flatMap(({ output }) => output.trimEnd().split('\n')));
  if (refused.length > 0) throw new Failure([...lines].join('\n'));
};
