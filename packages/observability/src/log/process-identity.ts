import type { Role } from '../metrics/metric-definition.js';

/** What every line says about the process it comes from. */
export interface ProcessIdentity {
  readonly service: string;
  readonly role: Role;
  readonly instance: string;
  readonly version: string;
}
