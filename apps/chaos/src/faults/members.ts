import { eventually, type Role } from '@millrace/testing';
import type { Member } from '../ground/open-ground.js';
import { pause } from '../pause.js';
import type { Fault, Trial } from './fault.js';

/** No process may take longer than this to go or to recover; it only bounds the wait, the figures are in the report. */
const generousMs = 120_000;

const membersOf = ({ ground }: Trial, role: Role): readonly Member[] => (role === 'api' ? ground.apis : ground.workers);

const chosen = (trial: Trial, role: Role): Member => trial.random.oneOf(membersOf(trial, role));

/** Replaces one with SIGKILL, and says how long the tasks it held waited for another attempt. */
const killWorker = async (trial: Trial): Promise<void> => {
  const { ground, note, watch, hasEnded } = trial;
  const victim = chosen(trial, 'worker');
  ground.dismiss(victim);
  const held = ground.model.heldBy(victim.number);
  const at = Date.now();
  await victim.app.kill();
  await ground.add('worker');
  const calledAgain = (prompt: string): number | undefined =>
    ground.model.callsFor(prompt).find((call) => call.at >= at && call.worker !== victim.number)?.at;
  /** Undefined for a task that needs no other attempt: it was settled just before, cancelled, expired, or this had been its last. */
  const waitedMs = async (prompt: string): Promise<number | undefined> => {
    const fate = async () => calledAgain(prompt) ?? ((await hasEnded(prompt)) ? 'ended' : undefined);
    const found = await eventually(fate, { timeoutMs: generousMs, everyMs: 100 }).catch(() => 'forgotten' as const);
    if (found === 'forgotten') watch.complain(`"${prompt}" was neither asked again nor ended when its worker had been killed`);
    return typeof found === 'number' ? found - at : undefined;
  };
  const waits = (await Promise.all(held.map(waitedMs))).filter((ms) => ms !== undefined);
  if (waits.length > 0) note('recovery after the death of a worker, ms', Math.max(...waits));
};

const killApi = async (trial: Trial): Promise<void> => {
  const victim = chosen(trial, 'api');
  trial.ground.dismiss(victim);
  await victim.app.kill();
  await trial.ground.add('api');
};

const mustEnd = async (trial: Trial, member: Member): Promise<void> => {
  const from = Date.now();
  const { code, signal } = await Promise.race([member.app.exited, pause(generousMs).then(() => ({ code: null, signal: 'still there' }))]);
  trial.note(`${member.app.role} gone after SIGTERM, ms`, Date.now() - from);
  if (code !== 0) trial.watch.complain(`the ${member.app.role} that was sent SIGTERM ended with ${code ?? signal}`);
};

const stopMember = async (trial: Trial, role: Role): Promise<void> => {
  const member = chosen(trial, role);
  trial.ground.dismiss(member);
  member.app.terminate();
  await trial.ground.add(role);
  await mustEnd(trial, member);
};

/** Longer than a lease: others take its tasks over meanwhile, and what it says when it wakes up must be refused. */
const zombieMs = 20_000;

const freezeWorker = async (trial: Trial): Promise<void> => {
  const member = chosen(trial, 'worker');
  member.app.freeze();
  await pause(zombieMs);
  member.app.thaw();
  await pause(2000);
};

const rollingRestart = async (trial: Trial): Promise<void> => {
  for (const role of ['api', 'worker'] as const) {
    for (const member of [...membersOf(trial, role)]) {
      const next = await trial.ground.add(role);
      trial.ground.dismiss(member);
      member.app.terminate();
      await mustEnd(trial, member);
      if ((await next.app.probe('/readyz')) !== 200) trial.watch.complain(`a fresh ${role} is not ready`);
    }
  }
};

export const memberFaults: readonly Fault[] = [
  { name: 'worker-killed', kind: 'members', story: 'A worker is ended with SIGKILL in the middle of its attempts.', run: killWorker },
  { name: 'api-killed', kind: 'members', story: 'An api is ended with SIGKILL while it takes submissions.', run: killApi },
  {
    name: 'worker-stopped',
    kind: 'members',
    story: 'A worker is sent SIGTERM in the middle of its attempts.',
    run: (trial) => stopMember(trial, 'worker'),
  },
  {
    name: 'api-stopped',
    kind: 'members',
    story: 'An api is sent SIGTERM while it takes submissions.',
    run: (trial) => stopMember(trial, 'api'),
  },
  {
    name: 'worker-frozen',
    kind: 'members',
    story: 'A worker is frozen (SIGSTOP) for longer than its leases, and wakes up.',
    run: freezeWorker,
  },
  { name: 'rolling-restart', kind: 'members', story: 'Every api and worker is replaced, one after the other.', run: rollingRestart },
];
