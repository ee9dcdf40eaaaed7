/** The range that a machine of an overlay leases for its containers, as a prefix length. */
export const LEASE_PREFIX = 24;
