interface DefaultInstanceOptions {
  readonly role: string;
  /** The machine's or container's host name. */
  readonly host: string;
  readonly pid: number;
}

/** The name of a process that was given none: `worker-host-123`, fit for a file name. */
export const defaultInstance = ({ role, host, pid }: DefaultInstanceOptions): string =>
  `${role}-${host.replaceAll(/[^A-Za-z0-9._-]/g, '-').slice(0, 60)}-${pid}`;
