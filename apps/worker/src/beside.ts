import type { Deployment } from '@millrace/config';

/** What else serves a route beside one of its deployments. */
export interface Beside {
  readonly others: number;
  /** Whether one of them does not use its credential. */
  readonly otherCredential: boolean;
  /** Whether one of them is declared to take longer contexts. */
  readonly larger: boolean;
}

export const besideOf = (deployments: readonly Deployment[], name: string): Beside => {
  const own = deployments.find((deployment) => deployment.name === name);
  const others = deployments.filter((deployment) => deployment !== own);
  const { credential, contextLength } = own ?? {};
  return {
    others: others.length,
    otherCredential: others.some((other) => credential === undefined || other.credential?.name !== credential.name),
    larger: others.some((other) => other.contextLength !== undefined && other.contextLength > (contextLength ?? 0)),
  };
};
