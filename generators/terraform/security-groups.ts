import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group/index.js";
import type { Vpc } from "@cdktf/provider-aws/lib/vpc/index.js";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule/index.js";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule/index.js";
import type { IngressRule, SecurityGroupKey } from "../cluster.ts";
import { add, note, output, type Stack } from "./stack.ts";

/** Terraform names of the groups, in the order of the document. */
export const GROUP_NAMES: Readonly<Record<SecurityGroupKey, string>> = {
  nodes: "nodes",
  controlPlane: "control_plane",
  loadBalancer: "load_balancer",
};

const GROUPS = Object.keys(GROUP_NAMES) as readonly SecurityGroupKey[];

type Groups = Readonly<Record<SecurityGroupKey, SecurityGroup>>;

function group(stack: Stack, vpc: Vpc, key: SecurityGroupKey): SecurityGroup {
  const { name, description } = stack.cluster.platform.securityGroups[key];
  return add(
    stack,
    SecurityGroup,
    GROUP_NAMES[key],
    note(`around the ${description.replace("Kubernetes ", "")}`, ["name"]),
    {
      name,
      description,
      vpcId: vpc.id,
      tags: { Name: name },
    },
  );
}

function ingressRule(stack: Stack, groups: Groups, key: SecurityGroupKey, rule: IngressRule): void {
  const { protocol, ports, source, description } = rule;
  const from = "group" in source ? { referencedSecurityGroupId: groups[source.group].id } : { cidrIpv4: source.cidr };
  add(stack, VpcSecurityGroupIngressRule, `${GROUP_NAMES[key]}_${rule.key}`, note(null, rule.from), {
    securityGroupId: groups[key].id,
    description,
    ipProtocol: protocol,
    fromPort: ports[0],
    toPort: ports[1],
    ...from,
  });
}

/** The groups, a resource a rule: a rule that comes or goes touches no other. */
export function securityGroups(stack: Stack, vpc: Vpc): void {
  const groups = Object.fromEntries(GROUPS.map((key) => [key, group(stack, vpc, key)])) as Groups;
  for (const key of GROUPS) {
    for (const rule of stack.cluster.platform.securityGroups[key].ingress) ingressRule(stack, groups, key, rule);
    add(
      stack,
      VpcSecurityGroupEgressRule,
      `${GROUP_NAMES[key]}_all`,
      note("Terraform takes away the rule that AWS would make by itself", ["platform"]),
      {
        securityGroupId: groups[key].id,
        description: "everything may leave",
        ipProtocol: "-1",
        cidrIpv4: "0.0.0.0/0",
      },
    );
    output(stack, `${GROUP_NAMES[key]}_security_group_id`, `Security group ${groups[key].nameInput}.`, groups[key].id);
  }
}
