import { errorCode } from '@millrace/runtime';

export interface Listener {
  readonly host: string;
  readonly port: number;
}

export interface ListenRefusalOptions extends Listener {
  /** What listening failed with. */
  readonly error: unknown;
  /** The settings that say where to listen. */
  readonly names: { readonly host: string; readonly port: string };
}

/** One sentence for the person who set an address that cannot be listened on; undefined when something else went wrong. */
export const listenRefusal = ({ error, host, port, names }: ListenRefusalOptions): string | undefined => {
  switch (errorCode(error)) {
    case 'EADDRINUSE':
      return `Another program listens on ${host}:${port}; choose another ${names.port}.`;
    case 'EACCES':
      return `${names.port} is ${port}, which this user may not listen on.`;
    case 'EADDRNOTAVAIL':
      return `${names.host} is "${host}", which is no address of this machine.`;
    case 'EAI_AGAIN':
    case 'ENOTFOUND':
      return `${names.host} is "${host}", a name that cannot be found.`;
    default:
      return undefined;
  }
};
