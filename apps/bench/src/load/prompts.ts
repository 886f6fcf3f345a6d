const length = 2000;
const text = 'Why does a mill need a race, what would happen without one, and who has to keep it clear in winter? '.repeat(20);

/** A prompt of 2,000 characters that no other shares, so that nothing is answered from a cache or together with another. */
export const prompt = (number: number): string => `[#${number}] ${text}`.slice(0, length);

/** The number of the prompt in a request; NaN when there is none. */
export const numberOf = (body: string): number => Number(/\[#(\d+)\]/.exec(body)?.[1] ?? Number.NaN);
