import { attempt } from './attempt.mjs';
import { installed } from './paths.mjs';
import { toolEnvironment } from './tool-environment.mjs';

/** Compiles all packages and apps; turbo replays what has not changed. Gives back `{ code, output }`. */
export const build = () => attempt(installed('turbo'), ['run', 'build', '--output-logs=errors-only'], { env: toolEnvironment() });
