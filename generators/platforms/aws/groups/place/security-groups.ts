import * as ports from "../../../../facts/ports.ts";
import { all, EVERYWHERE, keyOfRange, tcp } from "../../place/ingress.ts";
import type { IngressRule, SecurityGroup } from "../../place/model.ts";
import * as naming from "../../place/naming.ts";

const ACCESS_API = ["platform", "access", "api"] as const;
const ACCESS_SSH = ["platform", "access", "ssh"] as const;
const VPC_RANGE = ["network", "vpcCidr"] as const;

const CONTROL_PLANE = { securityGroup: "control_plane" } as const;
const NODES = { securityGroup: "nodes" } as const;
const BALANCER = { securityGroup: "api" } as const;

/** What whoever is inside the VPC may ask of every machine: to be let in, and whether it is there. */
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
  return [{ ...tcp("ssh_from_vpc", ports.SSH, inside, "SSH from inside the VPC"), from: VPC_RANGE }, icmp];
}

/**
 * The document lets every port in from inside the VPC. The plain API and etcd make whoever reaches them an administrator,
 * so that only machines of the cluster do.
 */
const toControlPlane = (vpcCidr: string): readonly IngressRule[] => [
  all("tcp", "tcp_from_control_plane", CONTROL_PLANE, "all TCP from the control plane"),
  all("udp", "udp_from_control_plane", CONTROL_PLANE, "all UDP from the control plane"),
  tcp("etcd_client_from_nodes", ports.ETCD2_CLIENT, NODES, "etcd clients on the nodes"),
  tcp("api_from_nodes", ports.API, NODES, "Kubernetes API from the nodes"),
  tcp("api_from_load_balancer", ports.API, BALANCER, "health check of the API's load balancer"),
  {
    ...tcp("https_from_vpc", ports.API_SECURE, { cidr: vpcCidr }, "Kubernetes API over TLS from inside the VPC"),
    from: VPC_RANGE,
  },
  { ...overlay, source: NODES },
  ...fromInside(vpcCidr),
];

/** Packets between containers. */
const overlay: Omit<IngressRule, "source"> = {
  key: "overlay_from_nodes",
  description: "container traffic from the nodes",
  protocol: "udp",
  ports: [ports.VXLAN, ports.VXLAN],
  from: ["network"],
};

const toNodes = (vpcCidr: string): readonly IngressRule[] => [
  all("tcp", "tcp_from_nodes", NODES, "all TCP from the nodes"),
  all("tcp", "tcp_from_control_plane", CONTROL_PLANE, "all TCP from the control plane"),
  all("udp", "udp_from_nodes", NODES, "all UDP from the nodes"),
  all("udp", "udp_from_control_plane", CONTROL_PLANE, "all UDP from the control plane"),
  ...fromInside(vpcCidr),
];

interface AccessPlan {
  readonly cluster: string;
  readonly vpcCidr: string;
  /** Ranges outside the VPC that reach the API. */
  readonly api: readonly string[];
  readonly ssh: readonly string[];
  readonly hasPublicNodes: boolean;
}

/** Machines are reached by those of the cluster; the internet reaches public nodes and, where the spec says so, the API. */
export function groupsSecurityGroups({
  cluster,
  vpcCidr,
  api,
  ssh,
  hasPublicNodes,
}: AccessPlan): readonly SecurityGroup[] {
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
      ingress: toControlPlane(vpcCidr),
    },
    {
      key: "nodes",
      name: naming.nodesSecurityGroup(cluster),
      description: "Kubernetes nodes",
      ingress: toNodes(vpcCidr),
    },
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
