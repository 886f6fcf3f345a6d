/** Which proxies' `X-Forwarded-For` is believed, as Express takes it: none, this many hops, or these addresses. */
export type TrustProxy = false | number | readonly string[];
