import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group/index.js";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule/index.js";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule/index.js";
import { add, note, output, type Stack } from "../../../terraform/stack.ts";
import { EVERYWHERE } from "../place/ingress.ts";
import type { AwsPlace, IngressRule, SecurityGroup as Wanted } from "../place/model.ts";

type SecurityGroups = ReadonlyMap<string, SecurityGroup>;

/** The output of the network stack that has a security group's id: `nodes_security_group_id` */
export const securityGroupOutput = (key: string): string => `${key}_security_group_id`;

function securityGroup(
  stack: Stack<AwsPlace>,
  vpcId: string,
  { key, name, description, tags = {} }: Wanted,
): SecurityGroup {
  return add(stack, SecurityGroup, key, note(`around the ${description.replace("Kubernetes ", "")}`, ["name"]), {
    name,
    description,
    vpcId,
    tags: { Name: name, ...tags },
  });
}

function ingressRule(stack: Stack<AwsPlace>, made: SecurityGroups, key: string, rule: IngressRule): void {
  const { protocol, ports, source, description } = rule;
  const from =
    "securityGroup" in source
      ? { referencedSecurityGroupId: made.get(source.securityGroup)?.id ?? "" }
      : { cidrIpv4: source.cidr };
  add(stack, VpcSecurityGroupIngressRule, `${key}_${rule.key}`, note(null, rule.from), {
    securityGroupId: made.get(key)?.id ?? "",
    description,
    ipProtocol: protocol,
    fromPort: ports[0],
    toPort: ports[1],
    ...from,
  });
}

/** The security groups by key, a resource a rule: a rule that comes or goes touches no other. */
export function securityGroups(stack: Stack<AwsPlace>, vpcId: string): SecurityGroups {
  const wanted = stack.cluster.platform.securityGroups;
  const made = new Map(wanted.map((each) => [each.key, securityGroup(stack, vpcId, each)]));
  for (const { key, name, ingress } of wanted) {
    for (const rule of ingress) ingressRule(stack, made, key, rule);
    const id = made.get(key)?.id ?? "";
    add(
      stack,
      VpcSecurityGroupEgressRule,
      `${key}_all`,
      note("Terraform takes away the rule that AWS would make by itself", ["platform"]),
      {
        securityGroupId: id,
        description: "everything may leave",
        ipProtocol: "-1",
        cidrIpv4: EVERYWHERE.cidr,
      },
    );
    output(stack, securityGroupOutput(key), `Security group ${name}.`, id);
  }
  return made;
}
