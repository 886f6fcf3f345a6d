import type { Calls } from '../http/create-calls.js';
import type { Audit } from './audit.js';

export const createAudit = ({ read, all }: Calls): Audit => ({
  list: (query = {}, options) => all(['audit'], options, { ...query }),
  page: (query = {}, options) => read(['audit'], options, { ...query }),
});
