import { type Fixture, type JournalEntry, LLMock } from '@copilotkit/aimock';

export interface StartModelOptions {
  /** Asked in order, first match wins; default: one that answers `Hello from the model.` to everything. */
  readonly fixtures?: readonly Fixture[];
}

export interface Model {
  /** What to set as `OPENAI_BASE_URL`. */
  readonly url: string;
  /** Further fixtures, asked before those already there. */
  add(...fixtures: Fixture[]): void;
  /** Every request so far, oldest first. */
  requests(): readonly JournalEntry[];
  close(): Promise<void>;
}

const greeting: Fixture = { match: { endpoint: 'chat' }, response: { content: 'Hello from the model.' } };

/** A model that behaves like the real thing (aimock on a free loopback port). For faults and held answers see `startUpstream`. */
export const startModel = async ({ fixtures = [greeting] }: StartModelOptions = {}): Promise<Model> => {
  const mock = new LLMock({ host: '127.0.0.1', port: 0, journalMaxEntries: 0 });
  mock.addFixtures([...fixtures]);
  await mock.start();
  return {
    url: `${mock.url}/v1`,
    add: (...added) => {
      for (const fixture of added.reverse()) mock.prependFixture(fixture);
    },
    requests: () => mock.getRequests(),
    close: () => mock.stop(),
  };
};
