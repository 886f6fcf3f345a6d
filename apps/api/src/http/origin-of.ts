import type { IncomingMessage } from 'node:http';
import proxyAddress from 'proxy-addr';

/** Where a request came from, and whether over https. */
export interface Origin {
  readonly address: string | undefined;
  readonly secure: boolean;
}

export type OriginOf = (request: IncomingMessage) => Origin;

/** Whether to believe a proxy: its address, and how many are between it and us. */
export type TrustsProxy = (address: string, hop: number) => boolean;

/** Tells where requests come from, as far as trusted proxies say; `trusts` undefined = nobody is believed. */
export const createOriginOf = (trusts: TrustsProxy | undefined): OriginOf => {
  if (!trusts) return ({ socket }) => ({ address: socket.remoteAddress, secure: false });
  return (request) => ({ address: proxyAddress(request, trusts), secure: cameOverHttps(request, trusts) });
};

const cameOverHttps = ({ socket, headers }: IncomingMessage, trusts: TrustsProxy): boolean => {
  const [nearest] = String(headers['x-forwarded-proto'] ?? '').split(',');
  return nearest?.trim() === 'https' && trusts(socket.remoteAddress ?? '', 0);
};
