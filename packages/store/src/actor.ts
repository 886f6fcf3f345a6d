/** Who does something that goes into the audit log, and in which request. */
export interface Actor {
  /** Public id of the key, never the key. */
  readonly keyId: string;
  readonly tenant: string;
  readonly requestId: string;
}

/** Whoever has a shell on the installation. */
export const commandLine: Actor = { keyId: 'command line', tenant: '', requestId: '' };

/** An actor as the scripts take it. */
export const actorArgument = ({ keyId, tenant, requestId }: Actor): string => JSON.stringify({ key: keyId, tenant, request: requestId });
