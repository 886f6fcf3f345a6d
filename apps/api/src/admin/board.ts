import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { ExpressAdapter } from '@bull-board/express';
import type { RequestHandler } from 'express';

/** What Bull Board's adapter takes; only packages/queue knows more of it. */
export type BoardQueue = ConstructorParameters<typeof BullMQAdapter>[0];

export interface Board {
  readonly board: RequestHandler;
  /** Shows these queues from now on, and no others. */
  show(queues: readonly BoardQueue[]): void;
}

/** Bull Board over these queues, read-only, showing of a job nothing but where its task is found. */
export const createBoard = (queues: readonly BoardQueue[]): Board => {
  const serverAdapter = new ExpressAdapter();
  serverAdapter.setBasePath('/admin/queues');
  const { replaceQueues } = createBullBoard({
    queues: queues.map(readOnly),
    serverAdapter,
    options: {
      uiConfig: {
        boardTitle: 'Millrace',
        hideDocsLink: true,
        // The board would list the connections of all clients and the server's own description.
        hideRedisDetails: true,
        showWorkers: false,
        miscLinks: [
          { text: 'API reference', url: '/docs' },
          { text: 'Log out', url: '/admin/logout' },
        ],
      },
    },
  });
  serverAdapter.setErrorHandler(storeIsAway);
  const board = serverAdapter.getRouter();
  board.disable('x-powered-by');
  board.engine('ejs', withoutForeignFonts(board.engines['.ejs']));
  return { board, show: (shown) => replaceQueues(shown.map(readOnly)) };
};

type Rendered = (error: Error | null, html?: string) => void;
type ViewEngine = (path: string, values: object, done: Rendered) => void;

/** The board's page asks Google for fonts; our content policy forbids that, and the browser would log an error for each page. */
const withoutForeignFonts =
  (render: ViewEngine): ViewEngine =>
  (path, values, done) =>
    render(path, values, (error, html) => done(error, html?.replaceAll(/<link href="https:[^>]*>/g, '')));

const storeIsAway: Parameters<ExpressAdapter['setErrorHandler']>[0] = () => ({
  // The board's own type names few statuses; it sends any.
  status: 503 as 500,
  body: 'The queue could not be read; Redis may be away.',
});

const referenceFields = ['taskId', 'tenant', 'route', 'run', 'deliveryId'] as const;

/** Jobs carry references only; the formatters are a second wall, should that ever change. */
const readOnly = (queue: BoardQueue): BullMQAdapter => {
  const adapter = new BullMQAdapter(queue, { readOnlyMode: true });
  adapter.setFormatter('data', (data: Readonly<Record<string, unknown>> | undefined) =>
    Object.fromEntries(referenceFields.flatMap((field) => (data && field in data ? [[field, data[field]]] : []))),
  );
  adapter.setFormatter('returnValue', () => ({}));
  adapter.setFormatter('name', () => 'task');
  return adapter;
};
