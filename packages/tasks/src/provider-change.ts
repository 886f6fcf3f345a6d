/** What the end of a call changed: a breaker opened or closed, or a credential was refused or is accepted again. */
export interface ProviderChange {
  readonly kind: 'opened' | 'closed' | 'refused' | 'accepted';
  /** The name of a deployment, or, of `refused` and `accepted`, of its credential if it has one. */
  readonly name: string;
}

/** Reads what `close_call` of `close-call.lua` answers. */
export const readProviderChanges = (text: string): readonly ProviderChange[] =>
  text === ''
    ? []
    : text.split('\n').map((change) => {
        const gap = change.indexOf(' ');
        return { kind: change.slice(0, gap) as ProviderChange['kind'], name: change.slice(gap + 1) };
      });
