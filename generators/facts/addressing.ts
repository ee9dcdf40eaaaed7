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

/** Zones take one part each of the sixteen the VPC range is cut into. */
export const ZONE_BITS = 4;

/** With private and public subnets, the public ones are the later half of the parts but the last. */
export const FIRST_PUBLIC_PART = 2 ** (ZONE_BITS - 1);

/** Databases live in the last of the sixteen parts, cut into sixteen again, one a zone. */
const DATABASE_PART = 2 ** ZONE_BITS - 1;

/** The part of the VPC range that is kept for databases. */
export const databaseRange = (vpcCidr: string): string => part(vpcCidr, ZONE_BITS, DATABASE_PART);

export const databaseSubnet = (vpcCidr: string, zone: number): string => part(databaseRange(vpcCidr), ZONE_BITS, zone);

/** A zone's subnet is cut into eight blocks: the first for fixed addresses, then one a node pool. */
export const BLOCK_BITS = 3;

/** The first addresses of a block stay free, as the document's 172.31.0.10 leaves them. */
export const FIRST_HOST = 10;

/** The address of the node that is `row`-th (from 0) of its pool in a zone. */
export const nodeAddress = (subnet: string, pool: number, row: number): string =>
  addressAt(part(subnet, BLOCK_BITS, pool + 1), FIRST_HOST + row);

/** How many nodes of one pool a zone's subnet holds. AWS keeps the last address of the subnet. */
export const blockCapacity = (subnet: string, pool: number): number => {
  const block = part(subnet, BLOCK_BITS, pool + 1);
  const last = pool + 2 === 2 ** BLOCK_BITS ? 1 : 0;
  return Math.max(0, addressCount(block) - FIRST_HOST - last);
};

/** The containers of a machine: `10.<3rd octet>.<4th octet>.0/24` of its address, with the range 10.0.0.0/8. */
export function containersOf(podCidr: string, address: string): string {
  const [first] = podCidr.split(".");
  const [, , third, fourth] = address.split(".");
  return `${first}.${third}.${fourth}.0/24`;
}
