import { bold, dim, say } from '../setup/say.mjs';

// The user's own key is not printed; the file it can be read from is his alone.
const keyInShell = `$(node -p 'JSON.parse(fs.readFileSync(".millrace/run.json")).key')`;

const models = {
  demo: 'the built-in demo model; set OPENAI_API_KEY to ask a real one',
  live: 'live',
  file: 'as the models file says',
};

/** Prints where everything is, and a conversation that works when pasted into another terminal. */
export const showSummary = ({ api, metrics, login, key, model }) => {
  const shownKey = key.generated ? key.key : keyInShell;
  const rows = [
    ['Api', api],
    ['Docs', `${api}/docs`],
    ['Bull Board', `${api}/admin/queues  ${dim(`(${login.shown})`)}`],
    ...metrics.map(({ role, url }) => [`Metrics, ${role}`, url]),
    ['Model', models[model]],
    [key.generated ? 'Demo key' : 'Key', key.generated ? key.key : 'your own, see .millrace/run.json'],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  say();
  for (const [name, value] of rows) say(`  ${bold(name.padEnd(width))}  ${value}`);
  say(`\nSubmit a prompt, then read its result with the id it answers:\n`);
  say(
    `curl -s ${api}/v1/tasks -H "X-API-Key: ${shownKey}" -H 'Content-Type: application/json' -d '{"prompt":"Why do mills need a race?"}'`,
  );
  say(`curl -s ${api}/v1/tasks/TASK_ID -H "X-API-Key: ${shownKey}"`);
  say(`\nCtrl-C stops everything.`);
};
