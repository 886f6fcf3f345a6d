import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export type Reply = (response: ServerResponse, asked: Asked) => void | Promise<void>;

/** An api that says what it is told to say. */
export interface ScriptedApi {
  readonly url: string;
  readonly asked: readonly Asked[];
  /** Of the requests that come, in turn; the last one of all further ones too. */
  replies(...replies: readonly Reply[]): void;
  close(): Promise<void>;
}

export const startApi = async (): Promise<ScriptedApi> => {
  const asked: Asked[] = [];
  let script: readonly Reply[] = [];
  let turn = 0;
  const server = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request;
    const one = { method, url, headers, body: await text(request).catch(() => '') };
    asked.push(one);
    const reply = script[Math.min(turn, script.length - 1)];
    turn += 1;
    await reply?.(response, one);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get asked() {
      return asked;
    },
    replies: (...replies) => {
      [script, turn, asked.length] = [replies, 0, 0];
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
};
