const longest = 60;

/** A wrong value as an error message may show it: short, on one line, and without what looks like a credential put into the wrong variable. */
export const shownValue = (text: string): string => {
  const masked = text
    .replaceAll(/\/\/[^/\s]*@/g, '//***@')
    .replaceAll(/\b(sk|mr|pk|key)[-_][A-Za-z0-9_-]{6,}/gi, '***')
    .replaceAll(/[A-Za-z0-9_+/=-]{24,}/g, '***')
    .replaceAll(/\p{Cc}/gu, ' ');
  return JSON.stringify(masked.length > longest ? `${masked.slice(0, longest)}…` : masked);
};
