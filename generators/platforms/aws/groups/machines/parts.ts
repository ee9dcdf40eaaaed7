/** What machines of auto-scaling groups are made of: the steps of their boot, and services that steps start. */
import type { SpecPath } from "../../../../../schema/diagnostics.ts";
import { apiUrl, etcdUrl } from "../../../../facts/endpoints.ts";
import { IMAGES_PREFIX, ZONE_LABEL } from "../../../../facts/naming.ts";
import {
  type Entries,
  fetchedProgram,
  installProgram,
  RESTART,
  startedWhen,
  unit,
} from "../../../../machines/parts.ts";
import type { AwsAutoscalingPlatform, Cluster, MachineGroup } from "../../../../model/cluster.ts";
import type { MachineFile, MachinePart } from "../../../../model/machine.ts";
import { WRITTEN_DOWN } from "../../../../model/own-address.ts";
import { raw } from "../../../../model/units.ts";
import { asset } from "../../../../text/render.ts";
import { FLANNEL_ENVIRONMENT, FLANNEL_PREFIX, flannelConfig } from "../../../../variants/network/flannel.ts";
import { etcdProgram } from "../../../../variants/os/etcd.ts";
import { osVariant } from "../../../../variants/os/index.ts";

type AutoscalingCluster = Cluster<AwsAutoscalingPlatform>;

const PLATFORM: SpecPath = ["platform"];
const BACKUP: SpecPath = ["etcd", "backup"];

const script = (path: string, name: string, from: SpecPath = PLATFORM): MachineFile => ({
  path,
  from: [from],
  mode: "0755",
  owner: "root:root",
  content: asset(`scripts/machine/${name}.sh`),
});

const library = (name: string, file: string, from: SpecPath): MachineFile => ({
  ...script(`/opt/lib/${file}.sh`, name, from),
  mode: "0644",
});

const program = (name: string, from?: SpecPath): MachineFile => script(`/opt/bin/${name}`, name, from);

/** A step of the boot: a number decides its place. */
const step = (number: number, name: string, from?: SpecPath): MachinePart => ({
  files: [script(`/opt/machine-setup/${number}-${name}`, name, from)],
  units: [],
});

/** A step with an argument, so that it is a line of its own before the program. */
const setRecord: MachineFile = {
  path: "/opt/machine-setup/60-dns-record",
  from: [PLATFORM],
  mode: "0755",
  owner: "root:root",
  content: "#!/bin/bash\nexec /opt/bin/dns-record set\n",
};

/** What every machine goes through, in this order with the steps of its role. */
export function steps({ os }: AutoscalingCluster): readonly MachinePart[] {
  const { preparation } = osVariant(os.family);
  return [
    step(20, "machine-environment"),
    ...(preparation === null ? [] : [step(30, preparation, ["os"])]),
    step(40, "data-volume"),
    step(90, "start-units"),
  ];
}

export const elasticIp: MachinePart = step(10, "elastic-ip", ["nodePools"]);

/** How often the addresses of a shared name are looked through. */
const RECORD_PERIOD = "1min";

/** The machine's name in the private zone; where several machines share one, it is kept in line with them. */
export function ownName({ size, group }: MachineGroup, isShared: boolean): MachinePart {
  const remove = unit(
    "dns-record.service",
    `Takes the name of this machine of ${group} away when it goes.`,
    [PLATFORM],
    [
      ["Description", "Name of this machine in the private zone"],
      ["Wants", "network-online.target"],
      ["After", "network-online.target"],
    ],
    [
      ["Type", "oneshot"],
      ["RemainAfterExit", "yes"],
      ["ExecStart", ["/bin/true"]],
      ["ExecStop", ["/opt/bin/dns-record", "remove"]],
    ],
  );
  const renew = unit(
    "shared-record.service",
    "Leads the name of the control plane to the machines that run.",
    [["controlPlane", "count"]],
    [["Description", "Name of the control plane in the private zone"]],
    [
      ["Type", "oneshot"],
      ["ExecStart", ["/opt/bin/dns-record", "set"]],
    ],
  );
  const timer = periodic("shared-record.timer", renew.comment, RECORD_PERIOD, [["controlPlane", "count"]]);
  return {
    files: [program("dns-record"), setRecord],
    units: isShared ? (size.max > 1 ? [renew, timer] : []) : [remove],
  };
}

/** A timer: first when one period has gone by, then again after each. */
const periodic = (name: string, comment: string, period: string, from: readonly SpecPath[]) => ({
  name,
  comment,
  enable: false,
  start: true,
  from,
  sections: [
    { name: "Unit" as const, entries: [["Description", comment.replace(/\.$/, "")]] as Entries },
    {
      name: "Timer" as const,
      entries: [
        ["OnActiveSec", period],
        ["OnUnitActiveSec", period],
        // systemd would otherwise take up to a minute more to save wake-ups.
        ["AccuracySec", "1s"],
      ] as Entries,
    },
  ],
});

/** The only member: its peers' side is open to itself alone. */
export function etcd(cluster: AutoscalingCluster): MachinePart {
  const { unit: name, program: binary, isFetched } = etcdProgram(cluster.os);
  const data = "/var/lib/etcd/data";
  const service: Entries = [
    ...WRITTEN_DOWN.environment,
    ["User", "etcd"],
    ["PermissionsStartOnly", "true"],
    ["ExecStartPre", ["/usr/bin/mkdir", "-p", data]],
    ["ExecStartPre", ["/usr/bin/chown", "-R", "etcd:etcd", data]],
    [
      "ExecStart",
      [
        binary,
        "--name=control-plane",
        `--data-dir=${data}`,
        raw("--listen-client-urls=${LISTEN_CLIENT_URLS}"),
        raw("--advertise-client-urls=${ADVERTISE_CLIENT_URLS}"),
        raw("--listen-peer-urls=${LISTEN_PEER_URLS}"),
        raw("--initial-advertise-peer-urls=${LISTEN_PEER_URLS}"),
        raw("--initial-cluster=control-plane=${LISTEN_PEER_URLS}"),
      ],
    ],
    ...RESTART,
  ];
  const from: readonly SpecPath[] = [["etcd"], ["kubernetes", "version"], ["os"]];
  const server = unit(name, "Key-value store of the cluster.", from, [["Description", "etcd"]], service);
  return {
    files: isFetched ? [...step(50, "install-etcd", ["etcd", "archiveUrl"]).files] : [],
    units: [server],
  };
}

/** Copies of etcd's data: one every so often, one when the machine goes, and back from the newest that is whole. */
export function etcdCopies(cluster: AutoscalingCluster): MachinePart {
  const { periodMinutes } = cluster.platform.backup;
  const etcdUnit = etcdProgram(cluster.os).unit;
  const comment = "Copies etcd's data to the bucket.";
  const snapshot = unit(
    "etcd-snapshot.service",
    comment,
    [BACKUP],
    [["Description", "Snapshot of etcd"]],
    [
      ["Type", "oneshot"],
      ["ExecStart", ["/opt/bin/snapshot-etcd"]],
    ],
  );
  const last = unit(
    "etcd-last-snapshot.service",
    "Copies etcd's data once more when the machine goes: after the API has stopped, before etcd does.",
    [BACKUP, ["os"]],
    [
      ["Description", "Last snapshot of etcd"],
      ["Wants", "network-online.target"],
      ["After", `${etcdUnit} network-online.target`],
      ["Before", "kube-apiserver.service"],
    ],
    [
      ["Type", "oneshot"],
      ["RemainAfterExit", "yes"],
      ["TimeoutStopSec", "120"],
      ["ExecStart", ["/bin/true"]],
      ["ExecStop", ["/opt/bin/snapshot-etcd"]],
    ],
  );
  return {
    files: [
      library("etcd-copies", "etcd-copies", BACKUP),
      program("snapshot-etcd", BACKUP),
      ...step(55, "restore-etcd", BACKUP).files,
    ],
    units: [
      last,
      { ...snapshot, start: false },
      periodic("etcd-snapshot.timer", comment, `${periodMinutes}min`, [BACKUP]),
    ],
  };
}

/** flanneld, with the network's configuration from where etcd is written to; docker waits for the lease. */
export function flannel(cluster: AutoscalingCluster, host: string, writesConfig: boolean): MachinePart {
  const { network } = cluster;
  const servers = etcdUrl(cluster, host);
  const path = "/opt/bin/flanneld";
  const config: Entries = writesConfig
    ? [
        [
          "ExecStartPre",
          ["/opt/bin/flannel-config", servers, `${FLANNEL_PREFIX}/config`, flannelConfig(network.podCidr)],
        ],
      ]
    : [];
  const { files, units } = fetchedProgram({
    unit: "flanneld.service",
    comment: "Leads container traffic to the other machines.",
    url: network.flannelUrl,
    path,
    options: [
      `--etcd-endpoints=${servers}`,
      `--etcd-prefix=${FLANNEL_PREFIX}`,
      raw("--iface=${PRIVATE_IP}"),
      "--ip-masq=true",
    ],
    after: writesConfig && cluster.etcd.endpoints.length === 0 ? [etcdProgram(cluster.os).unit] : [],
    environment: [...WRITTEN_DOWN.environment, ...config],
    from: [["network"], ["etcd"], ["os"], ...cluster.controlPlane.hostFrom],
  });
  const waits = startedWhen(`test -s ${FLANNEL_ENVIRONMENT}`);
  return {
    files: [...files, ...(writesConfig ? [program("flannel-config", ["network"])] : [])],
    units: units.map((each) => ({
      ...each,
      sections: each.sections.map((section) =>
        section.name === "Service" ? { ...section, entries: [...section.entries, ...waits] } : section,
      ),
    })),
  };
}

/** Images from the bucket, before the kubelet would look for them. */
export const carriedImages: MachinePart = {
  files: [program("load-images")],
  units: [
    unit(
      "load-images.service",
      "Loads the images of the bucket that docker cannot pull.",
      [PLATFORM],
      [
        ["Description", "Images from the cluster's bucket"],
        ["Wants", "network-online.target"],
        ["After", "network-online.target docker.service"],
        ["Before", "kube-kubelet.service"],
      ],
      [
        ["Type", "oneshot"],
        ["RemainAfterExit", "yes"],
        ["TimeoutStartSec", "1800"],
        ["ExecStart", ["/opt/bin/load-images", IMAGES_PREFIX]],
      ],
    ),
    {
      name: "load-images.timer",
      comment: "Loads the images again a minute after that has failed.",
      enable: false,
      start: true,
      from: [PLATFORM],
      sections: [
        { name: "Unit", entries: [["Description", "Another try at the images from the cluster's bucket"]] },
        { name: "Timer", entries: [["OnUnitInactiveSec", "1min"]] },
      ],
    },
  ],
};

/** Registers the node and gives it its labels, and goes on seeing to it. */
export function nodeRegistration(cluster: AutoscalingCluster, { labels }: MachineGroup, index: number): MachinePart {
  const node = [apiUrl(cluster), raw("${PRIVATE_IP}")];
  const words = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  const service: Entries = [
    ...WRITTEN_DOWN.environment,
    ["ExecStart", ["/opt/bin/node-registration", "keep", ...node, raw(`${ZONE_LABEL}=\${AVAIL_ZONE}`), ...words]],
    ["ExecStopPost", ["/opt/bin/node-registration", "end", ...node]],
    ...RESTART,
  ];
  const comment = "Keeps this node registered and labelled with its zone, until the machine goes.";
  const about: Entries = [
    ["Description", "Registration of this node"],
    ["Wants", "network-online.target"],
    ["After", "network-online.target"],
    // Stopped after the kubelet, which would go on reporting.
    ["Before", "kube-kubelet.service"],
  ];
  return {
    files: [program("node-registration", ["nodePools", index])],
    units: [
      unit(
        "node-registration.service",
        comment,
        [["nodePools", index], ...cluster.controlPlane.hostFrom],
        about,
        service,
      ),
    ],
  };
}

/** The loop over the add-ons; one that failed is gone through again. */
export function addonLoop(cluster: AutoscalingCluster, files: readonly MachineFile[]): MachinePart {
  if (files.length === 0) return { files: [], units: [] };
  const from: readonly SpecPath[] = [["addons"], ["workloads"], ["services"], ["kubernetes"]];
  const service: Entries = [
    ["RemainAfterExit", "yes"],
    ["TimeoutStartSec", "600"],
    ["ExecStartPre", ["/opt/bin/install-program", `${cluster.kubernetes.binariesUrl}/kubectl`, "/opt/bin/kubectl"]],
    ["ExecStart", ["/opt/bin/create-addons"]],
    ["Restart", "on-failure"],
    ["RestartSec", "30"],
  ];
  const about: Entries = [
    ["Description", "Add-ons of the cluster"],
    ["Wants", "network-online.target"],
    ["After", "network-online.target kube-apiserver.service"],
  ];
  return {
    files: [installProgram, program("create-addons", ["addons"]), ...files],
    units: [
      unit("kube-addons.service", "Creates the add-ons, and tries again until all are there.", from, about, service),
    ],
  };
}
