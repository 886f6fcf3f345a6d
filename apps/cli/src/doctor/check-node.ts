import { type Finding, fail, ok, warn } from './check.js';

/** The Node this runs on: 24 is what Millrace is tested with. */
export const checkNode = (version: string): Finding => {
  const major = Number(/^v?(\d+)/.exec(version)?.[1]);
  if (major >= 24) return ok('Node', version);
  const fix = 'Install Node 24, or run this as `npm run -s millrace -- doctor`, which brings its own.';
  return major >= 22
    ? warn('Node', `${version}, older than the 24 that Millrace is tested with`, fix)
    : fail('Node', `${version} is too old`, fix);
};
