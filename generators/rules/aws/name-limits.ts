import type { Finding } from "../../../schema/diagnostics.ts";
import type { Rule } from "../rule.ts";

/** Elastic Load Balancing: letters, digits and hyphens, at most this many. */
const ELB_NAME = 32;

const finding = (message: string, help: string): Finding => ({
  code: "name-limit",
  places: [{ path: ["name"] }],
  message,
  help,
});

/** Names of AWS resources that derive from the cluster's name. The schema already bounds its characters. */
export const nameLimits: Rule = ({ name, platform, data }) => {
  const { loadBalancer, securityGroups } = platform;
  const found: Finding[] = [];
  if (loadBalancer.name.length > ELB_NAME) {
    const most = ELB_NAME - (loadBalancer.name.length - name.length);
    const message = `the load balancer's name "${loadBalancer.name}" has ${loadBalancer.name.length} characters; AWS takes ${ELB_NAME}`;
    found.push(finding(message, `choose a cluster name of at most ${most} characters`));
  }
  if (loadBalancer.name.startsWith("internal-")) {
    const message = `the load balancer's name "${loadBalancer.name}" starts with "internal-", which AWS keeps for itself`;
    found.push(finding(message, "choose a cluster name that does not start so"));
  }
  const reserved = Object.values(securityGroups).find((group) => group.name.startsWith("sg-"));
  if (reserved !== undefined) {
    const message = `the security group's name "${reserved.name}" starts with "sg-", which AWS keeps for ids`;
    found.push(finding(message, "choose a cluster name that does not start so"));
  }
  if (data.database?.identifier.includes("--")) {
    const message = `the database's identifier "${data.database.identifier}" has two hyphens in a row, which RDS refuses`;
    found.push(finding(message, "choose a cluster name without them"));
  }
  return found;
};
