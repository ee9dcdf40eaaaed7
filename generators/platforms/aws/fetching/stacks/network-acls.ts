import { NetworkAcl } from "@cdktf/provider-aws/lib/network-acl/index.js";
import { NetworkAclRule } from "@cdktf/provider-aws/lib/network-acl-rule/index.js";
import type { Subnet } from "@cdktf/provider-aws/lib/subnet/index.js";
import type { Vpc } from "@cdktf/provider-aws/lib/vpc/index.js";
import { Token } from "cdktf";
import type { SpecPath } from "../../../../../schema/diagnostics.ts";
import * as ports from "../../../../facts/ports.ts";
import { add, entries, note, type Stack } from "../../../../terraform/stack.ts";
import { EVERYWHERE, keyOfRange } from "../../place/ingress.ts";
import type { FetchingPlace } from "../place/model.ts";

type FetchingStack = Stack<FetchingPlace>;

/** A line of an ACL; protocols by number, `all` is -1. */
interface AclRule {
  readonly number: number;
  readonly egress: boolean;
  readonly protocol: "all" | "tcp" | "udp" | "icmp";
  readonly from: number;
  readonly to: number;
  readonly cidr: string;
}

const NUMBERS: Readonly<Record<AclRule["protocol"], string>> = { all: "-1", icmp: "1", tcp: "6", udp: "17" };

const allowIn = (number: number, protocol: AclRule["protocol"], from: number, to: number, cidr: string): AclRule => ({
  number,
  egress: false,
  protocol,
  from,
  to,
  cidr,
});

/** An ACL knows no connections: what is asked outside is answered to these ports. */
const ANSWERS = [1024, 65535] as const;

/** What both kinds of subnets take: everything from inside, answers from everywhere; everything may leave. */
const common = (vpcCidr: string): Readonly<Record<string, AclRule>> => ({
  inside: allowIn(100, "all", 0, 0, vpcCidr),
  tcp_answers: allowIn(200, "tcp", ...ANSWERS, EVERYWHERE.cidr),
  udp_answers: allowIn(210, "udp", ...ANSWERS, EVERYWHERE.cidr),
  // ntpd asks from the port that it is answered at.
  ntp_answers: allowIn(215, "udp", ports.NTP, ports.NTP, EVERYWHERE.cidr),
  icmp: allowIn(220, "icmp", 0, 0, EVERYWHERE.cidr),
  out: { number: 100, egress: true, protocol: "all", from: 0, to: 0, cidr: EVERYWHERE.cidr },
});

function publicRules({ vpcCidr, sshAccess, web }: FetchingPlace): Readonly<Record<string, AclRule>> {
  const ssh = sshAccess.map((cidr, index) => [
    keyOfRange("ssh_from", cidr),
    allowIn(130 + index, "tcp", ports.SSH, ports.SSH, cidr),
  ]);
  return {
    ...(web.http ? { http: allowIn(110, "tcp", ports.HTTP, ports.HTTP, EVERYWHERE.cidr) } : {}),
    ...(web.https ? { https: allowIn(120, "tcp", ports.HTTPS, ports.HTTPS, EVERYWHERE.cidr) } : {}),
    ...Object.fromEntries(ssh),
    ...common(vpcCidr),
  };
}

/** The load balancer leads on what comes in as it comes, from the address of whoever asks. */
const behind = (port: number, index: number): readonly [string, AclRule] => [
  `web_${port}`,
  allowIn(110 + index, "tcp", port, port, EVERYWHERE.cidr),
];

interface Acl {
  readonly kind: "public" | "private";
  readonly subnet: Subnet;
  readonly rules: Readonly<Record<string, AclRule>>;
  readonly from: readonly [SpecPath, ...SpecPath[]];
}

const shown = ({ protocol, ...rest }: AclRule) => ({ ...rest, protocol: NUMBERS[protocol] });

function acl(stack: FetchingStack, vpc: Vpc, { kind, subnet, rules, from }: Acl): void {
  const { name } = stack.cluster;
  const about = note(`around the ${kind} subnets, beside the security groups`, ["name"], ["platform", "zones"]);
  const list = add(stack, NetworkAcl, kind, about, {
    vpcId: vpc.id,
    subnetIds: Token.asList(`\${values(${subnet.fqn})[*].id}`),
    tags: { Name: `${kind}-${name}` },
  });
  const lines = entries(
    stack,
    `${kind}_acl`,
    Object.fromEntries(Object.entries(rules).map(([key, rule]) => [key, shown(rule)])),
  );
  add(stack, NetworkAclRule, kind, note("what is let in and out; everything else is not", ...from), {
    forEach: lines,
    networkAclId: list.id,
    ruleNumber: lines.getNumber("number"),
    egress: lines.getBoolean("egress"),
    protocol: lines.getString("protocol"),
    ruleAction: "allow",
    cidrBlock: lines.getString("cidr"),
    fromPort: lines.getNumber("from"),
    toPort: lines.getNumber("to"),
    // Every type, where the protocol is ICMP; AWS ignores both elsewhere.
    icmpType: -1,
    icmpCode: -1,
  });
}

interface AclNetwork {
  readonly vpc: Vpc;
  readonly publicSubnet: Subnet;
  readonly privateSubnet: Subnet;
}

/** A second fence around the subnets, which does not depend on any machine's security group. */
export function networkAcls(stack: FetchingStack, { vpc, publicSubnet, privateSubnet }: AclNetwork): void {
  const { platform, network } = stack.cluster;
  // Where the VPC's routes lead to containers, their packets bear their own addresses.
  const containers = platform.routesContainers ? { containers: allowIn(105, "all", 0, 0, network.podCidr) } : {};
  acl(stack, vpc, {
    kind: "public",
    subnet: publicSubnet,
    rules: publicRules(platform),
    from: [["network", "vpcCidr"], ["platform", "access"], ["nodePools"]],
  });
  acl(stack, vpc, {
    kind: "private",
    subnet: privateSubnet,
    rules: {
      ...containers,
      ...Object.fromEntries(platform.web.behind.map(behind)),
      ...common(platform.vpcCidr),
    },
    from: [
      ["network", "vpcCidr"],
      ...(platform.placement === null
        ? []
        : ([["network", "type"], ["network", "podCidr"], ["loadBalancer"]] as const)),
    ],
  });
}
