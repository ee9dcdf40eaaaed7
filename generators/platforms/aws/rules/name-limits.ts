/** Limits of names that derive from the cluster's; what each kind of place has of them, its own rule asks. */
import type { Finding } from "../../../../schema/diagnostics.ts";
import type { Data, SecurityGroup } from "../place/model.ts";

/** Elastic Load Balancing: letters, digits and hyphens, at most this many. */
const ELB_NAME = 32;

export const finding = (message: string, help: string): Finding => ({
  code: "name-limit",
  places: [{ path: ["name"] }],
  message,
  help,
});

/** Names that AWS refuses whatever they are for. */
export function reservedNames(balancer: string, securityGroups: readonly SecurityGroup[]): readonly Finding[] {
  const found: Finding[] = [];
  if (balancer.startsWith("internal-")) {
    const message = `the load balancer's name "${balancer}" starts with "internal-", which AWS keeps for itself`;
    found.push(finding(message, "choose a cluster name that does not start so"));
  }
  const reserved = securityGroups.find((each) => each.name.startsWith("sg-"));
  if (reserved !== undefined) {
    const message = `the security group's name "${reserved.name}" starts with "sg-", which AWS keeps for ids`;
    found.push(finding(message, "choose a cluster name that does not start so"));
  }
  return found;
}

/** A load balancer's name that is too long, by the characters that are not the cluster's. */
export function balancerTooLong(balancer: string, cluster: string): readonly Finding[] {
  if (balancer.length <= ELB_NAME) return [];
  const most = ELB_NAME - (balancer.length - cluster.length);
  const message = `the load balancer's name "${balancer}" has ${balancer.length} characters; AWS takes ${ELB_NAME}`;
  return [finding(message, `choose a cluster name of at most ${most} characters`)];
}

/** RDS refuses what the schema admits in a cluster's name. */
export function databaseName({ database }: Data): readonly Finding[] {
  if (!database?.identifier.includes("--")) return [];
  const message = `the database's identifier "${database.identifier}" has two hyphens in a row, which RDS refuses`;
  return [finding(message, "choose a cluster name without them")];
}
