import { bold, red, say, secondsSince } from '../setup/say.mjs';

/** Counts what passed and failed, each stage as one test of its own besides those it reports, and prints a heading and a verdict for each stage. */
export const createTally = () => {
  const count = { passed: 0, failed: 0, skipped: 0 };
  const failed = [];
  const reasons = new Set();

  const add = ({ passed = 0, failed: broken = 0, skipped = 0, reason }) => {
    count.passed += passed;
    count.failed += broken;
    count.skipped += skipped;
    if (reason) reasons.add(reason);
  };
  /** Runs a stage, which gives back `{ ok, output?, passed?, failed?, skipped?, reason? }`; what it throws is a failure of it. */
  const stage = async (name, action) => {
    say(`\n${bold(`── ${name} ──`)}`);
    const started = performance.now();
    const outcome = await action().catch((error) => ({ ok: false, output: error.stack }));
    add(outcome);
    add(outcome.ok ? { passed: 1 } : { failed: 1 });
    if (!outcome.ok) failed.push(name);
    if (!outcome.ok && outcome.output) say(outcome.output.trimEnd());
    say(`${outcome.ok ? 'ok' : red('failed')} (${secondsSince(started)})`);
    return outcome.ok;
  };
  const skip = (name, skipped, reason) => {
    say(`\n${bold(`── ${name} ──`)}\nskipped: ${reason}`);
    add({ skipped, reason: `${name}: ${reason}` });
  };
  /** Ends with the one line that is the result; gives back the exit code. */
  const finish = () => {
    say();
    if (failed.length > 0) say(`failed: ${failed.join(', ')}`);
    if (count.skipped > 0) say(`${count.skipped} skipped (${[...reasons].join('; ')})`);
    say(`${count.passed} passed, ${count.failed} failed`);
    return count.failed > 0 ? 1 : 0;
  };
  return { stage, skip, finish };
};
