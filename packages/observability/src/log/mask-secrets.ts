const shapes: readonly (readonly [RegExp, string])[] = [
  [/(?<![A-Za-z0-9])(sk|pk|mr)([-_])[A-Za-z0-9_-]{6,}/g, '$1$2***'],
  [/\b(Bearer|Basic)\s+[^\s"',\\]+/gi, '$1 ***'],
  [/:\/\/[^\s"'<>]{0,512}@/g, '://***@'],
  [
    /(?<![A-Za-z0-9])((?:x-)?api[-_ ]?key|authorization|password|passwd|secret)(["']?\s*[:=]\s*["']?)(?!\*\*\*|Bearer|Basic)[^\s"',;\\]+/gi,
    '$1$2***',
  ],
];

const suspect = /(?<![a-z0-9])(?:sk|pk|mr)[-_]|bearer|basic|:\/\/|key|authorization|passw|secret/i;

/** A text with everything masked that looks like a credential: `sk-…`, `mr_…`, `Bearer …`, `scheme://user:password@`, `api_key=…`. */
export const maskSecrets = (text: string): string =>
  suspect.test(text) ? shapes.reduce((masked, [shape, mask]) => masked.replaceAll(shape, mask), text) : text;
