import { bold, dim, say } from '../setup/say.mjs';
import { prompt } from './first-prompt.mjs';

const indented = (text) => text.replace(/^/gm, '    ');
const milliseconds = (ms) => (ms === undefined ? undefined : ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(2)} s`);

const stages = ({ timings }) =>
  [
    ['queued', timings.queued_ms],
    ['first token after', timings.first_token_ms],
    ['running', timings.running_ms],
    ['in all', timings.total_ms],
  ]
    .filter(([, ms]) => ms !== undefined)
    .map(([stage, ms]) => `${stage} ${milliseconds(ms)}`)
    .join(' · ');

/** Prints what became of the first prompt: the answer, who gave it, and how long each stage took. */
export const showFirstTask = (task, modelKind) => {
  say(`\n${bold('First prompt')}  ${prompt}`);
  if (task.status !== 'succeeded') {
    const reason = task.error ? `${task.error.code}: ${task.error.message}` : (task.waiting_reason ?? 'no reason given');
    say(`    It is ${task.status} (${reason}). Millrace stays up; look at it with GET /v1/tasks/${task.id}`);
    return;
  }
  const who = modelKind === 'demo' ? 'the built-in demo model' : `${task.result.model} at ${task.result.deployment}`;
  say(dim(`    answered by ${who}`));
  say(indented(task.result.text));
  say(dim(`    ${stages(task)}`));
};
