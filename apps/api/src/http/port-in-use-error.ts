/** Another program listens where this one wants to. */
export class PortInUseError extends Error {
  override readonly name = 'PortInUseError';

  constructor(host: string, port: number) {
    super(`Another program listens on ${host}:${port}.`);
  }
}

export const isAddressInUse = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
