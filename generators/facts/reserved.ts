/** Ranges that no network of machines can have (RFC 6890), and what they are for. */
export const RESERVED: readonly (readonly [cidr: string, what: string])[] = [
  ["0.0.0.0/8", "this network"],
  ["127.0.0.0/8", "loopback"],
  ["169.254.0.0/16", "link-local addresses and instance metadata"],
  ["224.0.0.0/4", "multicast"],
  ["240.0.0.0/4", "future use"],
];
