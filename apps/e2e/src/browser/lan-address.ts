import { networkInterfaces } from 'node:os';

/** An address of this machine that is not the loopback, or undefined when it has none. */
export const lanAddress = (): string | undefined =>
  Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
