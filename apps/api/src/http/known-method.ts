const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** The method as it may stand in a metric or a span: a caller can send any word. */
export const knownMethod = (method: string, other: string): string => (methods.has(method) ? method : other);
