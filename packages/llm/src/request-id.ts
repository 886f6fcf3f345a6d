const shape = /^[\w.:-]{1,128}$/;

/** The provider's id of the call, for asking its support; undefined if it is none, or could be the key sent back. */
export const upstreamRequestId = (header: string | null | undefined, apiKey: string | undefined): string | undefined => {
  if (!header || !shape.test(header)) return undefined;
  return apiKey && header.includes(apiKey) ? undefined : header;
};
