import { key } from '@millrace/testing';

export interface RawRequest {
  readonly method?: string;
  readonly path?: string;
  /** Put behind the path. */
  readonly query?: string;
  /** Each overrides one of the same name; `undefined` leaves it out. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: string | Buffer;
}

/** The bytes of an HTTP request that asks the server to close the connection; nothing is checked. */
export const rawRequest = ({ method = 'POST', path = '/v1/tasks', query = '', headers = {}, body = '' }: RawRequest): Buffer => {
  const all = {
    host: 'millrace',
    connection: 'close',
    'x-api-key': key,
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    ...headers,
  };
  const lines = Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}\r\n`]));
  return Buffer.concat([Buffer.from(`${method} ${path}${query} HTTP/1.1\r\n${lines.join('')}\r\n`, 'latin1'), Buffer.from(body)]);
};
