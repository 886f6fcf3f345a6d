import type { Credential, Deployment } from '@millrace/config';
import { guarded, type Keys, redisTimeMs } from '@millrace/store';
import type { Redis } from 'ioredis';
import type { DeploymentStatus, ProviderStatus, SubjectStatus } from './provider-status.js';
import { type LimiterFields, limiterFields, type Subject, subjectStatus } from './subject-status.js';

export interface ReadProvidersOptions {
  readonly redis: Redis;
  readonly keys: Keys;
  /** False in a process that has no secrets: that a refused one was replaced is known there once a call with the new one went well. */
  readonly knowsSecrets: boolean;
}

/** What is looked up of a deployment. */
type Asked = Pick<Deployment, 'name' | 'limits'> & { readonly credential?: Pick<Credential, 'name' | 'limits' | 'fingerprint'> };

/** How deployments and their credentials stand, as all workers see it. Throws `StoreUnavailableError`. */
export type ReadProviders = (deployments: readonly Asked[]) => Promise<ProviderStatus>;

export const createReadProviders = ({ redis, keys, knowsSecrets }: ReadProvidersOptions): ReadProviders => {
  const look = async (subject: string): Promise<{ found: LimiterFields; inFlight: number }> => {
    const [values, inFlight] = await Promise.all([
      redis.hmget(keys.limiter(subject), ...limiterFields),
      redis.scard(keys.inFlight(subject)),
    ]);
    return { found: Object.fromEntries(limiterFields.flatMap((field, n) => (values[n] ? [[field, values[n]]] : []))), inFlight };
  };

  const subjectOf = ({ fingerprint, ...subject }: NonNullable<Asked['credential']>): Subject =>
    knowsSecrets ? { ...subject, fingerprint } : subject;

  const read = async (asked: readonly Asked[]): Promise<ProviderStatus> => {
    const deployments = onceEach(asked);
    const credentials = onceEach(deployments.flatMap(({ credential }) => credential ?? []));
    const [time, ofDeployments, ofCredentials] = await Promise.all([
      redis.time(),
      Promise.all(deployments.map(({ name }) => look(`d:${name}`))),
      Promise.all(credentials.map(({ name }) => look(`c:${name}`))),
    ]);
    const nowMs = redisTimeMs(time);
    const shared = credentials.map((credential, n) => subjectStatus(subjectOf(credential), ofCredentials[n] ?? nothing, nowMs));
    return {
      atMs: nowMs,
      credentials: shared,
      deployments: deployments.map((deployment, n) => {
        const own = subjectStatus(deployment, ofDeployments[n] ?? nothing, nowMs);
        const credential = shared.find(({ name }) => name === deployment.credential?.name);
        return credential ? withCredential(own, credential) : own;
      }),
    };
  };
  return (deployments) => guarded(() => read(deployments));
};

const nothing = { found: {}, inFlight: 0 };

const onceEach = <Named extends { readonly name: string }>(all: readonly Named[]): Named[] => [
  ...new Map(all.map((one) => [one.name, one])).values(),
];

const gravity = { closed: 0, half_open: 1, open: 2 } as const;

const worse = (one: SubjectStatus, other: SubjectStatus): SubjectStatus => {
  if (one.state !== other.state) return gravity[one.state] > gravity[other.state] ? one : other;
  return (one.openUntilMs ?? 0) >= (other.openUntilMs ?? 0) ? one : other;
};

/** As far out of service, and for as long, as the worse of the two. */
const withCredential = ({ name, inFlight, remaining, limits, ...own }: SubjectStatus, credential: SubjectStatus): DeploymentStatus => {
  const { state, cause, openUntilMs } = worse({ name, inFlight, limits, ...own }, credential);
  const notBeforeMs = Math.max(own.notBeforeMs ?? 0, credential.notBeforeMs ?? 0);
  return {
    name,
    credential: credential.name,
    state,
    ...(cause && { cause }),
    ...(openUntilMs !== undefined && { openUntilMs }),
    ...(notBeforeMs > 0 && { notBeforeMs }),
    inFlight,
    ...(remaining && { remaining }),
    limits,
  };
};
