import * as ports from "../../../../facts/ports.ts";
import {
  type AccessPlan,
  type ApartPool,
  CONTROL_PLANE_GROUP,
  from,
  groupOf,
  NODES_GROUP,
  type NodesGroup,
  overlayFrom,
  publicNodes,
  sourceOf,
} from "../../fetching/place/nodes-groups.ts";
import { all, keyOfRange, tcp } from "../../place/ingress.ts";
import type { IngressRule, SecurityGroup } from "../../place/model.ts";
import * as naming from "../../place/naming.ts";

const ACCESS_API = ["platform", "access", "api"] as const;
const VPC_RANGE = ["network", "vpcCidr"] as const;

const CONTROL_PLANE = { securityGroup: CONTROL_PLANE_GROUP } as const;
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
const toControlPlane = (vpcCidr: string, pools: readonly ApartPool[]): readonly IngressRule[] => [
  all("tcp", "tcp_from_control_plane", CONTROL_PLANE, "all TCP from the control plane"),
  all("udp", "udp_from_control_plane", CONTROL_PLANE, "all UDP from the control plane"),
  ...[NODES_GROUP, ...pools.map(groupOf)].flatMap((group) => [
    from(
      group,
      tcp(`etcd_client_from_${group.key}`, ports.ETCD2_CLIENT, sourceOf(group), `etcd clients on ${group.what}`),
    ),
    from(group, tcp(`api_from_${group.key}`, ports.API, sourceOf(group), `Kubernetes API from ${group.what}`)),
    overlayFrom(group),
  ]),
  tcp("api_from_load_balancer", ports.API, BALANCER, "health check of the API's load balancer"),
  {
    ...tcp("https_from_vpc", ports.API_SECURE, { cidr: vpcCidr }, "Kubernetes API over TLS from inside the VPC"),
    from: VPC_RANGE,
  },
  ...fromInside(vpcCidr),
];

/** What a group of nodes takes: everything of its own and of the control plane, and containers' traffic of the others. */
const toNodes = (vpcCidr: string, own: NodesGroup, others: readonly NodesGroup[]): readonly IngressRule[] => [
  from(own, all("tcp", `tcp_from_${own.key}`, sourceOf(own), `all TCP from ${own.what}`)),
  from(own, all("tcp", "tcp_from_control_plane", CONTROL_PLANE, "all TCP from the control plane")),
  from(own, all("udp", `udp_from_${own.key}`, sourceOf(own), `all UDP from ${own.what}`)),
  from(own, all("udp", "udp_from_control_plane", CONTROL_PLANE, "all UDP from the control plane")),
  ...others.map(overlayFrom),
  ...fromInside(vpcCidr),
];

/** Machines are reached by those of the cluster; the internet reaches public nodes and, where the spec says so, the API. */
export function groupsSecurityGroups({
  cluster,
  vpcCidr,
  api,
  ssh,
  apart,
  hasPublicNodes,
}: AccessPlan): readonly SecurityGroup[] {
  return [
    {
      key: CONTROL_PLANE_GROUP,
      name: naming.controlPlaneSecurityGroup(cluster),
      description: "Kubernetes control plane",
      ingress: toControlPlane(vpcCidr, apart),
    },
    {
      key: NODES_GROUP.key,
      name: naming.nodesSecurityGroup(cluster),
      description: "Kubernetes nodes",
      ingress: toNodes(vpcCidr, NODES_GROUP, apart.map(groupOf)),
    },
    ...apart.map((pool) => ({
      key: pool.key,
      name: naming.groupName(cluster, pool.role),
      description: `Kubernetes nodes of ${pool.role}`,
      ingress: toNodes(vpcCidr, groupOf(pool), [NODES_GROUP, ...apart.filter((other) => other !== pool).map(groupOf)]),
    })),
    ...(hasPublicNodes ? [publicNodes(cluster, ssh)] : []),
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
