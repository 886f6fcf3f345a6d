const nanoPerDollar = 1_000_000_000n;

/** Nano-dollars (10⁻⁹ US dollars, whole) as dollars, exact: 123456 is `0.000123456`, nothing is `0`. */
export const usdText = (nano: number | bigint): string => {
  const amount = BigInt(nano);
  if (amount < 0n) return `-${usdText(-amount)}`;
  const rest = (amount % nanoPerDollar).toString().padStart(9, '0').replace(/0+$/, '');
  return `${amount / nanoPerDollar}${rest && `.${rest}`}`;
};

/** What `usdText` made of nano-dollars; digits beyond the ninth decimal place are not read. */
export const nanoOfUsd = (usd: string): number => {
  const [whole = '0', rest = ''] = usd.split('.');
  return Number(BigInt(whole) * nanoPerDollar + BigInt(rest.slice(0, 9).padEnd(9, '0')));
};
