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
    : text.split(',').map((change) => {
        const [kind = '', name = ''] = change.split(' ');
        return { kind: kind as ProviderChange['kind'], name };
      });
