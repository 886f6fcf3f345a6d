import { answers, awaitReady } from '../processes/await-ready.mjs';
import { createProblemReport } from '../processes/create-problem-report.mjs';
import { createSupervisor } from '../processes/create-supervisor.mjs';
import { red, say } from '../setup/say.mjs';
import { submitFirstPrompt } from './first-prompt.mjs';
import { planParts } from './plan-parts.mjs';
import { removeRunFile, writeRunFile } from './run-file.mjs';
import { showFirstTask } from './show-first-task.mjs';
import { showSummary } from './show-summary.mjs';
import { stopRequests } from './stop-requests.mjs';

const roleOf = (role) => role.replace(/-\d+$/, '');

const startAll = async ({ redis, model, apps }, supervisor) => {
  const start = async (wanted, check) => {
    const part = supervisor.start(wanted);
    return part ? awaitReady({ part, check }) : new Promise(() => {});
  };
  if (redis.part) await start(redis.part, redis.isReady);
  if (model.part) await start(model.part, model.isReady);
  await Promise.all(apps.map((app) => start(app, () => answers(app.readyUrl))));
};

const runContents = ({ api, redis, key, model, apps }, parts) => ({
  api: api.url,
  docs: `${api.url}/docs`,
  bullBoard: `${api.url}/admin/queues`,
  redis: redis.url,
  key: key.key,
  adminKey: key.adminKey,
  model: model.kind,
  metrics: apps.map(({ role, metrics }) => ({ role: roleOf(role), url: `${metrics}/metrics` })),
  processes: parts.map(({ role, pid }) => ({ role: roleOf(role), pid })),
});

const showAll = async (plan, supervisor) => {
  const contents = runContents(plan, supervisor.parts);
  writeRunFile(contents);
  showFirstTask(await submitFirstPrompt({ api: plan.api.url, key: plan.key.key }), plan.model.kind);
  showSummary({
    api: plan.api.url,
    metrics: plan.apps.map(({ role, metrics }) => ({ role, url: `${metrics}/metrics` })),
    login: plan.login,
    key: plan.key,
    model: plan.model.kind,
  });
};

/** Starts all parts, stays until asked to stop or until one of them ends, and stops the rest. Gives back the exit code. */
export const runMillrace = async (flags) => {
  const plan = await planParts(flags);
  const report = createProblemReport(say);
  // What Redis writes is kept for the case that it ends; none of it is news.
  const onProblem = (role, text) => role !== 'redis' && report(role, text);
  const supervisor = createSupervisor({ graceMs: plan.graceMs, onProblem, onStop: (roles) => say(`stopping ${roles.join(', ')}`) });
  const requests = stopRequests({ onSecond: supervisor.kill });
  const failed = (async () => {
    await startAll(plan, supervisor);
    await showAll(plan, supervisor);
  })().then(
    () => new Promise(() => {}),
    (error) => ({ error }),
  );
  const { part, reason, error } = await Promise.race([supervisor.crashed, requests.first, failed]);
  if (part) say(red(`\n${part.role} ${reason}, so Millrace stops. Its last lines:\n${part.tail()}\n`));
  removeRunFile();
  await supervisor.stop();
  requests.close();
  if (error) throw error;
  return part ? 1 : 0;
};
