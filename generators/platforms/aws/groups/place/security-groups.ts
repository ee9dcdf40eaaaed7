import * as ports from "../../../../facts/ports.ts";
import { all, EVERYWHERE, keyOfRange, tcp } from "../../place/ingress.ts";
import type { IngressRule, SecurityGroup } from "../../place/model.ts";
import * as naming from "../../place/naming.ts";

const ACCESS_API = ["platform", "access", "api"] as const;
const ACCESS_SSH = ["platform", "access", "ssh"] as const;
const VPC_RANGE = ["network", "vpcCidr"] as const;

/** The document's security group: every port, for machines inside the VPC and for nobody else. */
function fromInside(vpcCidr: string): readonly IngressRule[] {
  const inside = { cidr: vpcCidr };
  const icmp: IngressRule = {
    key: "icmp_from_vpc",
    description: "all ICMP from inside the VPC",
    protocol: "icmp",
    ports: [-1, -1],
    source: inside,
    from: VPC_RANGE,
  };
  return [
    { ...all("tcp", "tcp_from_vpc", inside, "all TCP from inside the VPC"), from: VPC_RANGE },
    { ...all("udp", "udp_from_vpc", inside, "all UDP from inside the VPC"), from: VPC_RANGE },
    icmp,
  ];
}

interface AccessPlan {
  readonly cluster: string;
  readonly vpcCidr: string;
  /** Ranges outside the VPC that reach the API. */
  readonly api: readonly string[];
  readonly ssh: readonly string[];
  readonly hasPublicNodes: boolean;
}

/** Machines are reached from inside the VPC; the internet reaches public nodes and, where the spec says so, the API. */
export function groupsSecurityGroups({
  cluster,
  vpcCidr,
  api,
  ssh,
  hasPublicNodes,
}: AccessPlan): readonly SecurityGroup[] {
  const inside = fromInside(vpcCidr);
  const publicNodes: SecurityGroup = {
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
  };
  return [
    {
      key: "control_plane",
      name: naming.controlPlaneSecurityGroup(cluster),
      description: "Kubernetes control plane",
      ingress: inside,
    },
    { key: "nodes", name: naming.nodesSecurityGroup(cluster), description: "Kubernetes nodes", ingress: inside },
    ...(hasPublicNodes ? [publicNodes] : []),
    {
      key: "api",
      name: naming.apiSecurityGroup(cluster),
      description: "load balancer of the Kubernetes API",
      ingress: [
        {
          ...tcp("https_from_vpc", ports.API_SECURE, { cidr: vpcCidr }, "Kubernetes API from inside the VPC"),
          from: VPC_RANGE,
        },
        ...api.map((cidr) => ({
          ...tcp(keyOfRange("https_from", cidr), ports.API_SECURE, { cidr }, "Kubernetes API from a range of the spec"),
          from: ACCESS_API,
        })),
      ],
    },
  ];
}
