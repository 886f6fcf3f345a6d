import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createGate } from '../gate.js';
import { type CallLog, type CallTotals, createCallLog } from './call-log.js';
import { createKeyAccount, type KeyAccount } from './key-account.js';
import type { ProviderCall } from './provider-call.js';
import { defaultSettings, type ProviderSettings } from './provider-settings.js';
import { createServeCall } from './serve-call.js';

export interface StartProviderOptions extends Partial<ProviderSettings> {
  /** By what its minutes are shorter than those of the clock; default 1. */
  readonly timeScale?: number;
  /** Where calls arrive; default: a free port. */
  readonly port?: number;
  /** Where it is controlled over HTTP; default: a free port. */
  readonly controlPort?: number;
}

/**
 * An upstream that enforces limits per key. Over HTTP it is controlled at `controlUrl`: `POST /settings` with what is to change,
 * `GET /totals` (`?key=` of one key), `GET /calls`.
 */
export interface Provider {
  /** What to set as the base URL of a deployment. */
  readonly url: string;
  readonly controlUrl: string;
  /** Every call so far, in the order they came. */
  readonly calls: readonly ProviderCall[];
  readonly inFlight: number;
  totals(key?: string): CallTotals;
  /** Changes settings from the next call on. With changed limits every key begins anew. `refuse` also cuts the calls there are. */
  change(settings: Partial<ProviderSettings>): Promise<void>;
  /** Cuts all connections and stops listening. Safe to call twice. */
  close(): Promise<void>;
}

const listen = async (server: Server, port: number): Promise<number> => {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
};

const shut = async (server: Server): Promise<void> => {
  if (!server.listening) return;
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
};

const controlledBy =
  (change: Provider['change'], log: CallLog): RequestListener =>
  async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://provider');
    if (request.method === 'POST') await change(JSON.parse(await text(request)));
    const answer = pathname === '/calls' ? log.calls : log.totals(searchParams.get('key') ?? undefined);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  };

/** Starts a provider on loopback ports. */
export const startProvider = async ({
  timeScale = 1,
  port = 0,
  controlPort = 0,
  ...initial
}: StartProviderOptions = {}): Promise<Provider> => {
  let settings: ProviderSettings = { ...defaultSettings, ...initial };
  const accounts = new Map<string, KeyAccount>();
  const log = createCallLog();
  let gate = createGate();

  const accountOf = (key: string): KeyAccount => {
    const account = accounts.get(key) ?? createKeyAccount(settings.keyLimits[key] ?? settings.limits, 60_000 / timeScale);
    accounts.set(key, account);
    return account;
  };
  const serve = createServeCall({ settings: () => settings, accountOf, log, released: () => gate.opened, now: Date.now });
  const server = createServer((request, response) => {
    serve(request, response).catch(() => request.socket.destroy());
  });
  const taken = await listen(server, port);
  const change: Provider['change'] = async (changes) => {
    settings = { ...settings, ...changes };
    if (changes.limits !== undefined || changes.keyLimits !== undefined) accounts.clear();
    if (settings.conduct !== 'hold') {
      gate.open();
      gate = createGate();
    }
    if (settings.conduct === 'refuse') await shut(server);
    else if (!server.listening) await listen(server, taken);
  };
  const control = createServer(controlledBy(change, log));
  const controlTaken = await listen(control, controlPort);
  await change({});
  return {
    url: `http://127.0.0.1:${taken}/v1`,
    controlUrl: `http://127.0.0.1:${controlTaken}`,
    calls: log.calls,
    get inFlight() {
      return log.inFlight;
    },
    totals: log.totals,
    change,
    close: async () => void (await Promise.all([shut(server), shut(control)])),
  };
};
