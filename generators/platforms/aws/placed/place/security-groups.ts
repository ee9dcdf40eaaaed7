import * as ports from "../../../../facts/ports.ts";
import type { KubernetesFeatures } from "../../../../model/kubernetes.ts";
import { etcdPorts } from "../../../../variants/kubernetes/index.ts";
import { all, EVERYWHERE, keyOfRange, tcp } from "../../place/ingress.ts";
import type { IngressRule, SecurityGroup } from "../../place/model.ts";
import * as naming from "../../place/naming.ts";
import type { Listener } from "./model.ts";

const NODES = { securityGroup: "nodes" } as const;
const CONTROL_PLANE = { securityGroup: "control_plane" } as const;
const LOAD_BALANCER = { securityGroup: "load_balancer" } as const;

const LISTENERS = ["loadBalancer"] as const;

/** Ports that a release decides. */
const byVersion = (rule: IngressRule): IngressRule => ({ ...rule, from: ["kubernetes", "version"] });

/** Ranges outside the VPC, as the spec has them. */
interface Access {
  readonly ssh: readonly string[];
  readonly icmp: readonly string[];
}

/** Packets of containers, between nodes and the control plane. */
const OVERLAY: IngressRule = {
  key: "overlay_from_nodes",
  description: "container traffic of the nodes, in VXLAN packets",
  protocol: "udp",
  ports: [ports.VXLAN, ports.VXLAN],
  source: NODES,
  from: ["network", "type"],
};

/** What goes on between machines. */
interface Inside {
  readonly features: KubernetesFeatures;
  readonly routesContainers: boolean;
  readonly nodesRunEtcd: boolean;
}

/** A rule for each range of the spec; the one for all of them has the document's name. */
const fromRanges = (
  key: keyof Access,
  ranges: readonly string[],
  rule: Pick<IngressRule, "protocol" | "ports">,
  what: string,
): readonly IngressRule[] =>
  ranges.map((cidr) => ({
    ...rule,
    key: cidr === EVERYWHERE.cidr ? key : keyOfRange(`${key}_from`, cidr),
    description: `${what} from ${cidr === EVERYWHERE.cidr ? "everywhere" : "a range of the spec"}`,
    source: { cidr },
    from: ["platform", "access", key],
  }));

/**
 * The three tables of the yCluster document, but for who is let in from outside, which is the spec's to say. Where they open 80 and 443 of the nodes to the load balancer,
 * the nodes' side of the listeners is opened instead: that is where the document's listeners and its own
 * health check go.
 */
export function securityGroups(
  cluster: string,
  listeners: readonly Listener[],
  access: Access,
  { features, routesContainers, nodesRunEtcd }: Inside,
): readonly SecurityGroup[] {
  const { clientPort, peerPort } = etcdPorts(features);
  const ssh = fromRanges("ssh", access.ssh, { protocol: "tcp", ports: [ports.SSH, ports.SSH] }, "SSH");
  const icmp = fromRanges("icmp", access.icmp, { protocol: "icmp", ports: [-1, -1] }, "all ICMP");
  const readOnly = byVersion(
    tcp("api_read_only_from_nodes", ports.API_READ_ONLY, NODES, "read-only Kubernetes API from the nodes"),
  );
  // Where the service `kubernetes` leads what asks the API from inside a pod.
  const secure = byVersion(
    tcp("api_tls_from_nodes", ports.API_SECURE_DEFAULT, NODES, "Kubernetes API over TLS from pods on the nodes"),
  );
  const fromListeners = listeners.map(({ protocol, port, nodePort }) => ({
    ...tcp(
      `${protocol}_from_load_balancer`,
      nodePort,
      LOAD_BALANCER,
      `${protocol.toUpperCase()} from the load balancer${port === nodePort ? "" : `: node port of the listener, not ${port} as in the document`}`,
    ),
    from: LISTENERS,
  }));
  const toListeners = listeners.map(({ protocol, port }) => ({
    ...tcp(protocol, port, EVERYWHERE, `${protocol.toUpperCase()} from everywhere`),
    from: LISTENERS,
  }));
  return [
    {
      key: "nodes",
      name: naming.nodesSecurityGroup(cluster),
      description: "Kubernetes nodes",
      ingress: [
        all("tcp", "tcp_from_nodes", NODES, "all TCP from the nodes"),
        all("tcp", "tcp_from_control_plane", CONTROL_PLANE, "all TCP from the control plane"),
        ...ssh,
        ...fromListeners,
        all("udp", "udp_from_nodes", NODES, "all UDP from the nodes"),
        all("udp", "udp_from_control_plane", CONTROL_PLANE, "all UDP from the control plane"),
        ...icmp,
      ],
    },
    {
      key: "control_plane",
      name: naming.controlPlaneSecurityGroup(cluster),
      description: "Kubernetes control plane",
      ingress: [
        all("tcp", "tcp_from_control_plane", CONTROL_PLANE, "all TCP from the control plane"),
        ...ssh,
        byVersion(tcp("etcd_client_from_nodes", clientPort, NODES, "etcd clients on the nodes")),
        ...(nodesRunEtcd ? [byVersion(tcp("etcd_peer_from_nodes", peerPort, NODES, "etcd members on the nodes"))] : []),
        ...(features.readOnlyApi ? [readOnly] : []),
        ...(features.podsAskOverTls ? [secure] : []),
        tcp("api_from_nodes", ports.API, NODES, "Kubernetes API from the nodes"),
        all("udp", "udp_from_control_plane", CONTROL_PLANE, "all UDP from the control plane"),
        ...(routesContainers ? [] : [OVERLAY]),
        ...icmp,
      ],
    },
    {
      key: "load_balancer",
      name: naming.loadBalancerSecurityGroup(cluster),
      description: "load balancer",
      ingress: toListeners,
    },
  ];
}
