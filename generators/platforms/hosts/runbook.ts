import { OPERATOR_KUBECONFIG } from "../../facts/paths.ts";
import * as ports from "../../facts/ports.ts";
import type { Cluster } from "../../model/cluster.ts";
import type { RunbookParts, Variants } from "../../model/variants.ts";
import { shellWord } from "../../text/encoders.ts";
import { cited } from "../../text/provenance.ts";
import { hostsOf, inOrder, isBegunWith } from "./environment.ts";
import type { Host, HostsPlace } from "./place/model.ts";
import { SANITY } from "./sanity.ts";

type HostsCluster = Cluster<HostsPlace>;

/** Names on one line of a command. */
const A_LINE = 6;

const chunks = <Item>(items: readonly Item[]): readonly (readonly Item[])[] =>
  Array.from({ length: Math.ceil(items.length / A_LINE) }, (_, index) =>
    items.slice(index * A_LINE, (index + 1) * A_LINE),
  );

/** `control plane`, `etcd and minion` */
const inWords = (parts: readonly string[]): string => parts.join(" and ").replace("control-plane", "control plane");

/** Members of etcd that others need are begun with. */
const etcdSteps = (cluster: HostsCluster) =>
  chunks(inOrder(cluster).filter(([, role]) => isBegunWith(cluster, role))).map((hosts) => ({
    hosts: `--etcd ${hosts.map(([{ name }]) => shellWord(name)).join(" ")}`,
    what: "etcd alone: its members need each other, and all others need it",
  }));

const steps = (cluster: HostsCluster) =>
  cluster.roles.flatMap((role) =>
    chunks(hostsOf(cluster, role)).map((hosts) => ({
      hosts: hosts.map(({ name }) => shellWord(name)).join(" "),
      what: inWords(role.parts),
    })),
  );

/** What ssh takes to reach a host through another, with a blank behind it. */
const jumpOf = ({ ssh: { jump } }: Host): string => (jump === null ? "" : `-J ${shellWord(jump)} `);

const target = ({ ssh, address }: Host): string => `${ssh.user}@${address}`;

/** The words of an ssh command line that lead to a host. */
const sshWords = (host: Host): string => `${jumpOf(host)}-p ${host.ssh.port} ${target(host)}`;

const userDataOf = ({ platform, os }: HostsCluster, { name }: Host): string =>
  platform.userData === "shared" ? `user-data.${os.userDataEnding}` : `user-data/${name}.${os.userDataEnding}`;

const NETWORK_WORDS = {
  flannel: "each machine leases a /24 from etcd",
  routes: "a route a host, on every host",
  weave: "a part of it for each host, which weave carries traffic between",
} as const;

const CNI_WORDS = {
  ...NETWORK_WORDS,
  flannel: "each machine has a /24 from the API, and flannel carries traffic between them",
} as const;

const REMOVE = "sudo /var/lib/clusterwright/tree/install.sh --remove";

/** How a node goes, and Kubernetes is told. */
function leaving({ platform, kubernetes }: HostsCluster, nodeUnits: readonly string[]): readonly string[] {
  const { plainApi, nodeResource } = kubernetes.features;
  const emptied =
    platform.userData === "none"
      ? `ssh HOST ${REMOVE}`
      : `ssh HOST sudo systemctl disable --now kubernetes-node.target ${nodeUnits.join(" ")}`;
  if (plainApi) return [emptied, `kubectl --server=http://localhost:${ports.API} delete ${nodeResource} HOST`];
  return [
    "kubectl drain HOST --ignore-daemonsets --delete-emptydir-data",
    "ssh HOST sudo /opt/bin/kubeadm reset --force",
    emptied,
    "kubectl delete node HOST",
  ];
}

/** What has to be so before a host can be one of a cluster. */
const NEEDED: readonly string[] = [
  "Each host calls itself (hostname) what the table below calls it, and has the address there.",
  "The hosts reach each other on every port, and nobody else reaches them but by ssh and where pods answer.",
  "Each has two processors and 2 GB of memory at least, and a Linux of control groups of version 2: Ubuntu 24.04 or later, or Flatcar.",
  "You log in to each by ssh with a key, as a user who is root or becomes it by sudo without a password; ssh knows the host keys already.",
];

/** A snapshot of etcd on the control plane, for root alone. */
const SNAPSHOT =
  "umask 077; /opt/bin/etcdctl --endpoints=https://127.0.0.1:2379 --cacert=/etc/kubernetes/pki/etcd/ca.crt --cert=/etc/kubernetes/pki/etcd/healthcheck-client.crt --key=/etc/kubernetes/pki/etcd/healthcheck-client.key snapshot save /var/lib/etcd-snapshot.db";

/** A line of the table of hosts. */
const row = (
  { name, address, zone, podCidr }: Host,
  role: string,
  { hasFixedRanges, leases }: Variants["network"],
) => ({
  name,
  address,
  role,
  zone: zone ?? "",
  containers: hasFixedRanges ? podCidr : leases === null ? "a range from the API" : "a lease",
});

/** Roles and how many hosts have each: `1 × control plane, 4 × minion` */
const summary = (cluster: HostsCluster): string =>
  cluster.roles.map((role) => `${hostsOf(cluster, role).length} × ${inWords(role.parts)}`).join(", ");

function heads({ platform, kubernetes }: HostsCluster): RunbookParts["heads"] {
  const { plainApi } = kubernetes.features;
  const isPushed = platform.userData === "none";
  return [
    plainApi ? "runbook-hosts.md" : "runbook-tls.md",
    isPushed ? "runbook-hosts-push.md" : "runbook-hosts-user-data.md",
    ...(isPushed && platform.importedImages.length > 0 ? (["runbook-hosts-imported.md"] as const) : []),
    ...(isPushed || plainApi ? [] : (["runbook-hosts-join.md"] as const)),
    plainApi ? "runbook-hosts-reach.md" : "runbook-hosts-tls-reach.md",
  ];
}

export function hostsRunbook(cluster: HostsCluster, { os, network, bootstrap, runtime }: Variants): RunbookParts {
  const { platform, etcd, nodePools } = cluster;
  const { controlPlane } = platform.placement;
  const seed = os.seed?.path ?? "";
  const isPushed = platform.userData === "none";
  const { plainApi } = cluster.kubernetes.features;
  return {
    heads: heads(cluster),
    references: [
      plainApi ? "runbook-hosts-places.md" : "runbook-hosts-tls-places.md",
      isPushed ? "runbook-hosts-reference.md" : "runbook-hosts-user-data-reference.md",
    ],
    publicImages: "runbook-hosts-images.md",
    imagePlace: () => "",
    programsPlace: "",
    disksLast: true,
    jumpOption: jumpOf(controlPlane),
    values: {
      summary: summary(cluster),
      where: "on hosts that are there already",
      needed: NEEDED,
      operatorKubeconfig: OPERATOR_KUBECONFIG,
      snapshot: SNAPSHOT,
      endpoint: cluster.controlPlane.host,
      endpointNote: cluster.controlPlane.entry === null ? "" : ", which every host writes into its /etc/hosts",
      steps: [...etcdSteps(cluster), ...steps(cluster)],
      hostsByOrder: inOrder(cluster).map(([host]) => ({ words: sshWords(host), file: userDataOf(cluster, host) })),
      imported: platform.importedImages.map(({ image, file }) => ({ name: image, file })),
      sanity: SANITY,
      controlPlaneWords: sshWords(controlPlane),
      userDataPath: seed,
      userDataDirectory: seed.slice(0, seed.lastIndexOf("/")),
      userDataCommand: os.seed?.command ?? "",
      whenRead: os.seed?.whenRead ?? "",
      leaving: leaving(cluster, [...new Set([bootstrap.units.kubelet, bootstrap.units.proxy])]),
      removal: plainApi ? REMOVE : `sudo /opt/bin/kubeadm reset --force; ${REMOVE}`,
      jumpWords: jumpOf(controlPlane),
      sshPort: controlPlane.ssh.port,
      sshTarget: target(controlPlane),
      hosts: [
        ...inOrder(cluster).map(([host, role]) => row(host, inWords(role.parts), network)),
        ...platform.spare.map((host) => row(host, "not in use", network)),
      ],
      nodes: platform.placement.pools.flatMap(({ nodes }) => nodes).map((node) => ({ words: sshWords(node) })),
      networkWords: plainApi ? NETWORK_WORDS[network.type] : CNI_WORDS[network.type],
      dnsWords: cluster.network.asksDns ? `; DNS is ${cluster.network.dnsServiceIp}` : "",
      members: etcd.members.map(({ name }) => name).join(", "),
      etcdDirectory: bootstrap.etcdDirectory(cluster),
      hostsKey: cited(cluster, ["platform", "hosts"])[0] ?? "",
      pools: nodePools.map(({ name, count }, index) => ({
        name,
        count,
        capacity: platform.placement.pools[index]?.capacity ?? 0,
        cite: cited(cluster, ["nodePools", index])[0] ?? "",
      })),
      apiUnit: bootstrap.units.api.replace(".service", ""),
      kubeletUnit: bootstrap.units.kubelet.replace(".service", ""),
      runtimeDirectory: runtime.directory,
    },
    foundations: [],
    things: [],
  };
}
