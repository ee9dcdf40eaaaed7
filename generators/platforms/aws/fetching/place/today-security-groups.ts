/** What reaches machines of today's releases: each port that something of the cluster asks, and nothing beside. */
import * as ports from "../../../../facts/ports.ts";
import { all, keyOfRange, tcp } from "../../place/ingress.ts";
import type { IngressRule, SecurityGroup } from "../../place/model.ts";
import * as naming from "../../place/naming.ts";
import {
  type AccessPlan,
  CONTROL_PLANE_GROUP,
  from,
  groupOf,
  NODES_GROUP,
  type NodesGroup,
  overlayFrom,
  publicNodes,
  sourceOf,
} from "./nodes-groups.ts";

const CONTROL_PLANE = { securityGroup: CONTROL_PLANE_GROUP } as const;
const BALANCER = { securityGroup: "api" } as const;
const PUBLIC_BALANCER = { securityGroup: "api_public" } as const;
const ACCESS_API = ["platform", "access", "api"] as const;
const VPC_RANGE = ["network", "vpcCidr"] as const;

/** How large a packet may be on its way, the network says by ICMP. */
const icmp = (vpcCidr: string): IngressRule => ({
  key: "icmp_from_vpc",
  description: "all ICMP from inside the VPC",
  protocol: "icmp",
  ports: [-1, -1],
  source: { cidr: vpcCidr },
  from: VPC_RANGE,
});

/** The overlay is one of all machines: the control plane's pods are asked by nodes, and ask them. */
const overlayFromControlPlane: IngressRule = {
  key: "overlay_from_control_plane",
  description: "container traffic from the control plane",
  protocol: "udp",
  ports: [ports.VXLAN, ports.VXLAN],
  source: CONTROL_PLANE,
  from: ["network"],
};

const kubelet = (key: string, source: IngressRule["source"], what: string): IngressRule =>
  tcp(`kubelet_from_${key}`, ports.KUBELET, source, `kubelet from ${what}`);

/**
 * What goes between containers where routes lead to them: a security group knows machines by their own addresses, and the
 * packets of pods bear those of pods.
 */
const fromContainers = (cidr: string): readonly IngressRule[] =>
  [
    all("tcp", "tcp_from_containers", { cidr }, "all TCP from containers"),
    all("udp", "udp_from_containers", { cidr }, "all UDP from containers"),
    { ...icmp(cidr), key: "icmp_from_containers", description: "all ICMP from containers" },
  ].map((rule) => ({ ...rule, from: ["network"] }));

/** The same from machines, which ask pods of each other at any port. */
const fromMachines = (key: string, source: IngressRule["source"], what: string): readonly IngressRule[] =>
  [
    all("tcp", `tcp_from_${key}`, source, `all TCP from ${what}: pods on it are asked at any port`),
    all("udp", `udp_from_${key}`, source, `all UDP from ${what}: pods on it are asked at any port`),
  ].map((rule) => ({ ...rule, from: ["network"] }));

/** The API, by whichever way the VPC comes to it. */
const apiFrom = ({ vpcCidr, api, hasBalancer }: AccessPlan): readonly IngressRule[] => [
  hasBalancer
    ? tcp("api_from_load_balancer", ports.API_TLS, BALANCER, "Kubernetes API by its load balancer")
    : {
        ...tcp("api_from_vpc", ports.API_TLS, { cidr: vpcCidr }, "Kubernetes API from inside the VPC"),
        from: VPC_RANGE,
      },
  ...(api.length > 0
    ? [
        {
          ...tcp(
            "api_from_public_load_balancer",
            ports.API_TLS,
            PUBLIC_BALANCER,
            "Kubernetes API by the load balancer that the internet reaches",
          ),
          from: ACCESS_API,
        },
      ]
    : []),
];

/** Logs and metrics are asked of every kubelet. */
const toControlPlane = (plan: AccessPlan, groups: readonly NodesGroup[]): readonly IngressRule[] => [
  ...apiFrom(plan),
  ...groups.flatMap((group) => [
    from(group, kubelet(group.key, sourceOf(group), group.what)),
    ...(plan.routed === null ? [overlayFrom(group)] : []),
  ]),
  ...(plan.routed === null ? [overlayFromControlPlane] : fromContainers(plan.routed)),
  icmp(plan.vpcCidr),
];

const toNodes = ({ vpcCidr, routed }: AccessPlan, groups: readonly NodesGroup[]): readonly IngressRule[] =>
  routed === null
    ? [
        kubelet("control_plane", CONTROL_PLANE, "the control plane"),
        ...groups.flatMap((group) => [
          from(group, kubelet(group.key, sourceOf(group), group.what)),
          overlayFrom(group),
        ]),
        overlayFromControlPlane,
        icmp(vpcCidr),
      ]
    : [
        ...fromMachines("control_plane", CONTROL_PLANE, "the control plane"),
        ...groups.flatMap((group) => fromMachines(group.key, sourceOf(group), group.what)),
        ...fromContainers(routed),
        icmp(vpcCidr),
      ];

/** Nobody logs in from inside the VPC: the spec names the ranges that may, or Session Manager leads there without a port. */
export function todaysSecurityGroups(plan: AccessPlan): readonly SecurityGroup[] {
  const { cluster, vpcCidr, api, ssh, apart, hasPublicNodes, hasBalancer } = plan;
  // The cloud controller wants one that bears it on each machine, and lets load balancers in there.
  const tags = naming.clusterTag(cluster);
  const groups = [NODES_GROUP, ...apart.map(groupOf)];
  return [
    {
      key: CONTROL_PLANE_GROUP,
      name: naming.todaysControlPlaneSecurityGroup(cluster),
      description: "Kubernetes control plane",
      tags,
      ingress: toControlPlane(plan, groups),
    },
    {
      key: NODES_GROUP.key,
      name: naming.nodesSecurityGroup(cluster),
      description: "Kubernetes nodes",
      tags,
      ingress: toNodes(plan, groups),
    },
    ...apart.map((pool) => ({
      key: pool.key,
      name: naming.groupName(cluster, pool.role),
      description: `Kubernetes nodes of ${pool.role}`,
      tags,
      ingress: toNodes(plan, groups),
    })),
    ...(hasPublicNodes ? [publicNodes(cluster, ssh)] : []),
    ...(hasBalancer
      ? [
          {
            key: "api",
            name: naming.apiSecurityGroup(cluster),
            description: "load balancer of the Kubernetes API",
            ingress: [
              {
                ...tcp("api_from_vpc", ports.API_TLS, { cidr: vpcCidr }, "Kubernetes API from inside the VPC"),
                from: VPC_RANGE,
              },
            ],
          },
        ]
      : []),
    ...(api.length === 0
      ? []
      : [
          {
            key: "api_public",
            name: naming.publicApiSecurityGroup(cluster),
            description: "load balancer of the Kubernetes API that the internet reaches",
            ingress: api.map((cidr) => ({
              ...tcp(keyOfRange("api_from", cidr), ports.API_TLS, { cidr }, "Kubernetes API from a range of the spec"),
              from: ACCESS_API,
            })),
          },
        ]),
  ];
}
