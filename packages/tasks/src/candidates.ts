import type { CallLimits, Deployment, ModelRoute } from '@millrace/config';

/** Where the tasks of a route may be run, as `choose-deployment.lua` takes it. */
export interface Candidates {
  readonly json: string;
}

const limitsOf = ({ requestsPerMinute, tokensPerMinute, maxInFlight }: CallLimits) => ({
  rpm: requestsPerMinute,
  tpm: tokensPerMinute,
  max: maxInFlight,
});

/** Dollars per million tokens are a thousandth of nano-dollars per token. */
const nanoPerToken = (dollarsPerMillion: number): number => dollarsPerMillion * 1000;

const candidateOf = ({ name, weight, limits, credential, contextLength, price }: Deployment, tier: number) => ({
  n: name,
  t: tier,
  w: weight,
  ...limitsOf(limits),
  ...(credential && { c: { n: credential.name, f: credential.fingerprint, ...limitsOf(credential.limits) } }),
  ctx: contextLength,
  ...(price && { pi: nanoPerToken(price.inputPerMillion), po: nanoPerToken(price.outputPerMillion) }),
});

/** What `begin` chooses from; made once per route, not per task. */
export const candidatesOf = ({ tiers, spillAfterMs }: Pick<ModelRoute, 'tiers' | 'spillAfterMs'>): Candidates => ({
  json: JSON.stringify({
    tiers: tiers.length,
    spill: spillAfterMs,
    candidates: tiers.flatMap((tier, place) => tier.map((deployment) => candidateOf(deployment, place + 1))),
  }),
});
