/** How a VPC range is cut up. */
import { addressAt, addressCount, part } from "../../../facts/addressing.ts";

/** Zones take one part each of the sixteen the VPC range is cut into. */
export const ZONE_BITS = 4;

/** With private and public subnets, the public ones are the later half of the parts but the last. */
export const FIRST_PUBLIC_PART = 2 ** (ZONE_BITS - 1);

/** Databases live in the last of the sixteen parts, cut into sixteen again, one a zone. */
const DATABASE_PART = 2 ** ZONE_BITS - 1;

/** The part of the VPC range that is kept for databases: `172.31.0.0/16` → `172.31.240.0/20` */
export const databaseRange = (vpcCidr: string): string => part(vpcCidr, ZONE_BITS, DATABASE_PART);

/** `172.31.0.0/16`, 1 → `172.31.241.0/24` */
export const databaseSubnet = (vpcCidr: string, zone: number): string => part(databaseRange(vpcCidr), ZONE_BITS, zone);

/** A zone's subnet is cut into eight blocks: the first for fixed addresses, then one a node pool. */
export const BLOCK_BITS = 3;

/** The first addresses of a block stay free, as the document's 172.31.0.10 leaves them. */
export const FIRST_HOST = 10;

/** The address of the node that is `row`-th (from 0) of its pool in a zone: `172.31.0.0/20`, 0, 0 → `172.31.2.10` */
export const nodeAddress = (subnet: string, pool: number, row: number): string =>
  addressAt(part(subnet, BLOCK_BITS, pool + 1), FIRST_HOST + row);

/** How many nodes of one pool a zone's subnet holds. AWS keeps the last address of the subnet. */
export const blockCapacity = (subnet: string, pool: number): number => {
  const block = part(subnet, BLOCK_BITS, pool + 1);
  const last = pool + 2 === 2 ** BLOCK_BITS ? 1 : 0;
  return Math.max(0, addressCount(block) - FIRST_HOST - last);
};
