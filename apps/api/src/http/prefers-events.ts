const eventStream = 'text/event-stream';

/**
 * Whether an `Accept` header asks for server-sent events rather than JSON (RFC 9110, 12.5.1). They have to be named: wildcards
 * mean JSON. Of two with the same weight the first counts.
 */
export const prefersEvents = (accept: string | undefined): boolean => {
  const wanted = (accept ?? '').split(',').flatMap(mediaRange);
  const [first] = wanted.sort((one, other) => other.weight - one.weight);
  return first?.type === eventStream && first.weight > 0;
};

const mediaRange = (text: string): readonly { readonly type: string; readonly weight: number }[] => {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  if (type !== eventStream && type !== 'application/json') return [];
  const weight = parameters.find((parameter) => parameter.startsWith('q='));
  return [{ type, weight: weight === undefined ? 1 : Number(weight.slice(2)) || 0 }];
};
