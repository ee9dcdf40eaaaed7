/**
 * The address plan, as arithmetic over plain text. Every function is total: a plan that does not fit comes
 * out wrong rather than thrown, and the rules refuse it.
 */
import { Address4 } from "ip-address";

const ADDRESS_SPACE = 2n ** 32n;

const fromNumber = (number: bigint): string =>
  Address4.fromBigInt(((number % ADDRESS_SPACE) + ADDRESS_SPACE) % ADDRESS_SPACE).correctForm();

const toNumber = (address: string): bigint => new Address4(address).bigInt();

const prefixOf = (cidr: string): number => new Address4(cidr).subnetMask;

const sizeOf = (cidr: string): bigint => 2n ** BigInt(32 - prefixOf(cidr));

const firstOf = (cidr: string): bigint => new Address4(cidr).startAddress().bigInt();

export const prefixLength = prefixOf;

/** The address `offset` places after the first of a range: `172.31.0.0/20`, 10 → `172.31.0.10`. */
export const addressAt = (cidr: string, offset: number): string => fromNumber(firstOf(cidr) + BigInt(offset));

/** How far an address lies behind the first of a range; negative before it. */
export const offsetIn = (cidr: string, address: string): number => Number(toNumber(address) - firstOf(cidr));

/** How many addresses a range has. */
export const addressCount = (cidr: string): number => Number(sizeOf(cidr));

export const contains = (outer: string, inner: string): boolean => new Address4(inner).isInSubnet(new Address4(outer));

/** Ranges in CIDR form either nest or are disjoint. */
export const overlap = (a: string, b: string): boolean => contains(a, b) || contains(b, a);

/** The `index`-th of the 2^`bits` equal parts of a range: `172.31.0.0/16`, 4, 1 → `172.31.16.0/20`. */
export function part(cidr: string, bits: number, index: number): string {
  const prefix = Math.min(32, prefixOf(cidr) + bits);
  return `${fromNumber(firstOf(cidr) + BigInt(index) * 2n ** BigInt(32 - prefix))}/${prefix}`;
}

/**
 * The containers of a machine: `10.<3rd octet>.<4th octet>.0/24` of its address, with the range 10.0.0.0/8; with a smaller
 * one, such as 10.2.0.0/16, `10.2.<4th octet>.0/24`.
 */
export function containersOf(podCidr: string, address: string): string {
  const [first, second] = podCidr.split(".");
  const [, , third, fourth] = address.split(".");
  if (prefixOf(podCidr) > 8) return `${first}.${second}.${fourth}.0/24`;
  return `${first}.${third}.${fourth}.0/24`;
}
