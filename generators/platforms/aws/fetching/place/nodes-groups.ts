/** Security groups of nodes, as far as every release has them. */
import * as ports from "../../../../facts/ports.ts";
import { EVERYWHERE, keyOfRange, tcp } from "../../place/ingress.ts";
import type { IngressRule, SecurityGroup } from "../../place/model.ts";
import * as naming from "../../place/naming.ts";

/** The key of the control plane's security group. */
export const CONTROL_PLANE_GROUP = "control_plane";

const ACCESS_SSH = ["platform", "access", "ssh"] as const;

/** A security group that machines of nodes are in. */
export interface NodesGroup {
  readonly key: string;
  /** For a sentence: `the nodes` */
  readonly what: string;
  readonly from: IngressRule["from"];
}

export const NODES_GROUP: NodesGroup = { key: "nodes", what: "the nodes", from: ["platform"] };

export const groupOf = ({ key, role, index }: ApartPool): NodesGroup => ({
  key,
  what: `the nodes of ${role}`,
  from: ["nodePools", index, "apart"],
});

export const sourceOf = ({ key }: NodesGroup): IngressRule["source"] => ({ securityGroup: key });
export const from = (group: NodesGroup, rule: IngressRule): IngressRule => ({ ...rule, from: group.from });

/** Packets between containers. */
export const overlayFrom = (group: NodesGroup): IngressRule => ({
  key: `overlay_from_${group.key}`,
  description: `container traffic from ${group.what}`,
  protocol: "udp",
  ports: [ports.VXLAN, ports.VXLAN],
  source: sourceOf(group),
  from: group === NODES_GROUP ? ["network"] : group.from,
});

/** A pool whose machines are kept apart from those of others. */
export interface ApartPool {
  readonly key: string;
  readonly role: string;
  /** Its place among the pools. */
  readonly index: number;
}

export interface AccessPlan {
  readonly cluster: string;
  readonly vpcCidr: string;
  /** Ranges outside the VPC that reach the API. */
  readonly api: readonly string[];
  readonly ssh: readonly string[];
  readonly apart: readonly ApartPool[];
  /** The range of all containers, where the VPC routes lead to them; null where machines wrap what goes between them. */
  readonly routed: string | null;
  /** Whether the VPC reaches the API by a load balancer, or the control plane itself. */
  readonly hasBalancer: boolean;
  readonly hasPublicNodes: boolean;
}

/** What the internet reaches, and who may log in there. */
export const publicNodes = (cluster: string, ssh: readonly string[]): SecurityGroup => ({
  key: "public_nodes",
  name: naming.publicNodesSecurityGroup(cluster),
  description: "nodes that the internet reaches",
  ingress: [
    { ...tcp("http", ports.HTTP, EVERYWHERE, "HTTP from everywhere"), from: ["nodePools"] },
    { ...tcp("https", ports.HTTPS, EVERYWHERE, "HTTPS from everywhere"), from: ["nodePools"] },
    ...ssh.map((cidr) => ({
      ...tcp(keyOfRange("ssh_from", cidr), ports.SSH, { cidr }, "SSH from a range of the spec"),
      from: ACCESS_SSH,
    })),
  ],
});
