/** The preference for an answer that does not begin before the upload has been read. */
export const lateAnswer = 'answer-after-upload';

/** Whether a `Prefer` header (RFC 7240) names it. */
export const prefersLateAnswer = (prefer: string | string[] | undefined): boolean =>
  String(prefer ?? '')
    .split(/[,;]/)
    .some((preference) => preference.trim().toLowerCase() === lateAnswer);
