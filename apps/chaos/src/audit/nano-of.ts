/** Dollars as the interface writes them, `0.000000123`, in thousand-millionths; exact. */
export const nanoOf = (usd: string): bigint => {
  const [whole = '', fraction = ''] = usd.split('.');
  return BigInt(whole + fraction.padEnd(9, '0'));
};
