/** What machines of auto-scaling groups have beside every machine: the steps of their boot, and what keeps them going. */

import type { SpecPath } from "../../../../../schema/diagnostics.ts";
import { apiUrl } from "../../../../facts/endpoints.ts";
import { OBJECTS } from "../../../../facts/made-of.ts";
import { CONTROL_PLANE, ZONE_LABEL } from "../../../../facts/naming.ts";
import { etcdUnit } from "../../../../facts/nodes.ts";
import { BOOT_STEPS } from "../../../../facts/paths.ts";
import type { consul } from "../../../../manifests/addons/consul.ts";
import type { Cluster } from "../../../../model/cluster.ts";
import type { MachineFile, MachinePart } from "../../../../model/machine.ts";
import { type Entries, raw, type Unit } from "../../../../model/units.ts";
import type { MachinePlan, Variants } from "../../../../model/variants.ts";
import { machineFile, script } from "../../../../parts/files.ts";
import { WRITTEN_DOWN } from "../../../../parts/own-address.ts";
import { install } from "../../../../parts/programs.ts";
import { RESTART, timer, unit } from "../../../../parts/units.ts";
import { asset } from "../../../../text/render.ts";
import { CONSUL_BACKUPS, IMAGES_PREFIX } from "../../place/naming.ts";
import type { FetchingPlace, MachineGroup } from "../place/model.ts";
import { BACKUP_SETTINGS } from "./paths.ts";

type ConsulConfig = ReturnType<typeof consul.configOf>;

type FetchingCluster = Cluster<FetchingPlace>;
type FetchingPlan = MachinePlan<FetchingPlace>;

const PLATFORM: SpecPath = ["platform"];
const BACKUP: SpecPath = ["etcd", "backup"];

const library = (name: string, from: SpecPath): MachineFile =>
  machineFile(`/opt/lib/${name}.sh`, "0644", asset(`scripts/machine/${name}.sh`), from);

const program = (name: string, from: SpecPath = PLATFORM): MachineFile =>
  script(`/opt/bin/${name}`, `machine/${name}`, from);

/** A step of the boot: a number decides its place. */
export const step = (
  number: number,
  name: string,
  from: SpecPath = PLATFORM,
  source = `machine/${name}`,
): MachinePart => ({
  files: [script(`${BOOT_STEPS}/${number}-${name}`, source, from)],
  units: [],
});

/** A step with an argument, so that it is a line of its own before the program. */
const setRecord = machineFile(
  `${BOOT_STEPS}/60-dns-record`,
  "0755",
  "#!/bin/bash\nexec /opt/bin/dns-record set\n",
  PLATFORM,
);

/** What scripts of every machine call. */
export const common = ({
  programs,
  platform,
}: Pick<FetchingCluster, "programs" | "platform">): readonly MachinePart[] => [
  ...(platform.alarms === null ? [] : [{ files: [program("count-metric", ["platform", "alarms"])], units: [] }]),
  ...(Object.keys(programs).length > 0 ? [{ files: [program("carried-program", ["programs"])], units: [] }] : []),
];

/** What every machine goes through, in this order with the steps of its role. */
export function steps(cluster: FetchingCluster): readonly MachinePart[] {
  const { preparation } = cluster.os;
  return [
    ...common(cluster),
    step(20, "machine-environment"),
    ...(preparation === null ? [] : [step(30, preparation, ["os"])]),
    step(40, "data-volume"),
    step(90, "start-units"),
  ];
}

/** How often the addresses of a shared name are looked through. */
const RECORD_PERIOD = "1min";

/** How often names of ended machines are looked for, of which AWS knows for about an hour. */
const SWEEP_PERIOD = "10min";

/** The machine's name in the private zone; where several machines share one, it is kept in line with them. */
export function ownName({ size, role }: MachineGroup, isShared: boolean): MachinePart {
  const remove = unit(
    "dns-record.service",
    `Takes the name of this machine of ${role} away when it goes.`,
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
  const sweep = unit(
    "dead-records.service",
    "Takes names away whose machines have ended without doing so.",
    [PLATFORM],
    [["Description", "Names of ended machines in the private zone"]],
    [
      ["Type", "oneshot"],
      ["ExecStart", ["/opt/bin/dns-record", "sweep"]],
    ],
  );
  const swept = [{ ...sweep, start: false }, periodic("dead-records.timer", sweep.comment, SWEEP_PERIOD, [PLATFORM])];
  return {
    files: [program("dns-record"), setRecord],
    units: isShared ? [...(size.max > 1 ? [renew, timer] : []), ...swept] : [remove],
  };
}

/** A timer: first when one period has gone by, then again after each. */
export const periodic = (name: string, comment: string, period: string, from: readonly SpecPath[]): Unit =>
  timer(name, comment, comment.replace(/\.$/, ""), from, [
    ["OnActiveSec", period],
    ["OnUnitActiveSec", period],
    // systemd would otherwise take up to a minute more to save wake-ups.
    ["AccuracySec", "1s"],
  ]);

const COPIES = "Copies etcd's data to the bucket.";

/** How often etcd's data is copied, and how many copies are kept: what may change under a machine that runs. */
export function etcdCopyTimes({ cluster }: FetchingPlan): MachinePart {
  const { periodMinutes, keep } = cluster.platform.backup;
  return {
    files: [machineFile(BACKUP_SETTINGS, "0644", `BACKUP_KEEP=${keep}\n`, BACKUP)],
    units: [periodic("etcd-snapshot.timer", COPIES, `${periodMinutes}min`, [BACKUP])],
  };
}

/** How long a node may be without its address. */
const ADDRESS_PERIOD = "1min";

/** One of the group's addresses: in the boot before anything is fetched, since the machine's public address changes. */
export function elasticIp(index: number): MachinePart {
  const from: readonly SpecPath[] = [["nodePools", index]];
  const comment = "Sees to it that this node has an Elastic IP.";
  const take = unit(
    "elastic-ip.service",
    comment,
    from,
    [
      ["Description", "Elastic IP of this node"],
      ["Wants", "network-online.target"],
      ["After", "network-online.target"],
    ],
    [
      ["Type", "oneshot"],
      ["ExecStart", [`${BOOT_STEPS}/10-elastic-ip`]],
    ],
  );
  return {
    files: step(10, "elastic-ip", ["nodePools", index]).files,
    units: [{ ...take, start: false }, periodic("elastic-ip.timer", comment, ADDRESS_PERIOD, from)],
  };
}

/** Copies of etcd's data: one every so often, one when the machine goes, and back from the newest that is whole. */
export function etcdCopies({ cluster, variants }: FetchingPlan): MachinePart {
  const snapshot = unit(
    "etcd-snapshot.service",
    COPIES,
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
      ["After", `${etcdUnit(cluster)} network-online.target`],
      ["Before", variants.bootstrap.units.api],
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
      library("etcd-copies", BACKUP),
      program("snapshot-etcd", BACKUP),
      ...step(55, "restore-etcd", BACKUP).files,
    ],
    units: [last, { ...snapshot, start: false }],
  };
}

/** Copies of what Consul's servers keep on the node. */
export function consulCopies({ dataDirectory, backup }: NonNullable<ConsulConfig>): readonly MachinePart[] {
  if (dataDirectory === null || backup === null) return [];
  const from: readonly SpecPath[] = [["addons", "consul"]];
  const comment = "Copies Consul's data to the bucket.";
  const copy = unit(
    "consul-backup.service",
    comment,
    from,
    [["Description", "Copy of Consul's data"]],
    [
      ["Type", "oneshot"],
      ["ExecStart", ["/opt/bin/copy-directory", dataDirectory, CONSUL_BACKUPS, String(backup.keep)]],
    ],
  );
  return [
    {
      files: [script("/opt/bin/copy-directory", "machine/copy-directory", ["addons", "consul"])],
      units: [{ ...copy, start: false }, periodic("consul-backup.timer", comment, `${backup.periodMinutes}min`, from)],
    },
  ];
}

/** Images from the bucket, before the kubelet would look for them. */
export const carriedImages = ({ runtime, bootstrap }: Variants): MachinePart => ({
  files: [program("load-images")],
  units: [
    unit(
      "load-images.service",
      "Loads the images of the bucket that docker cannot pull.",
      [PLATFORM],
      [
        ["Description", "Images from the cluster's bucket"],
        ["Wants", "network-online.target"],
        ["After", `network-online.target ${runtime.unit}`],
        ["Before", bootstrap.units.kubelet],
      ],
      [
        ["Type", "oneshot"],
        ["RemainAfterExit", "yes"],
        ["TimeoutStartSec", "1800"],
        ["ExecStart", ["/opt/bin/load-images", IMAGES_PREFIX]],
      ],
    ),
    timer(
      "load-images.timer",
      "Loads the images again a minute after that has failed.",
      "Another try at the images from the cluster's bucket",
      [PLATFORM],
      [["OnUnitInactiveSec", "1min"]],
    ),
  ],
});

/** Registers the node and gives it its labels, and goes on seeing to it. */
export function nodeRegistration(
  { cluster, variants }: FetchingPlan,
  { labels }: MachineGroup,
  index: number,
): MachinePart {
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
    ["Before", variants.bootstrap.units.kubelet],
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

/** How long a machine may not know of a change of what it takes over while it runs. */
const STANDING_PERIOD = "1min";

/** What a machine that runs takes over: looked at in the boot, and again and again. */
export function standingFiles(): MachinePart {
  const comment = "Takes over what has changed in the bucket: add-ons, and when etcd is copied.";
  const look = unit(
    "standing-files.service",
    comment,
    [PLATFORM],
    [
      ["Description", "Changes in the cluster's bucket"],
      ["Wants", "network-online.target"],
      ["After", "network-online.target"],
    ],
    [
      ["Type", "oneshot"],
      ["ExecStart", [`${BOOT_STEPS}/70-standing-files`]],
    ],
  );
  return {
    files: step(70, "standing-files").files,
    units: [{ ...look, start: false }, periodic("standing-files.timer", comment, STANDING_PERIOD, [PLATFORM])],
  };
}

/** By what a machine tells whether it serves. */
type Serves = "by-plain-api" | "by-certificates";

const launchScript = (serves: Serves): string =>
  ["start", serves, "end"].map((piece) => asset(`scripts/machine/launch-complete/${piece}.sh`)).join("\n");

/** What the group waits for before it takes the next machine away. */
export const launchComplete = (
  { bootstrap }: Variants,
  { role }: MachineGroup,
  serves: Serves = "by-plain-api",
): MachinePart => ({
  files: [machineFile("/opt/bin/launch-complete", "0755", launchScript(serves), PLATFORM)],
  units: [
    unit(
      "launch-complete.service",
      "Tells the group that this machine serves.",
      [PLATFORM],
      [
        ["Description", "Completion of this machine's launch"],
        ["Wants", "network-online.target"],
        ["After", `network-online.target ${role === CONTROL_PLANE ? bootstrap.units.api : bootstrap.units.kubelet}`],
      ],
      [["RemainAfterExit", "yes"], ["ExecStart", ["/opt/bin/launch-complete"]], ...RESTART],
    ),
  ],
});

/** The loop over the add-ons; one that failed is gone through again. */
export function addonLoop({ cluster, variants }: FetchingPlan): MachinePart {
  const from: readonly SpecPath[] = [...OBJECTS, ["kubernetes"], ["programs"]];
  const kubectl = `${cluster.kubernetes.binariesUrl}/kubectl`;
  const installed = install(kubectl, "/opt/bin/kubectl", cluster.programs.kubectl);
  const service: Entries = [
    ["RemainAfterExit", "yes"],
    ["TimeoutStartSec", "600"],
    installed.before,
    ["ExecStart", ["/opt/bin/create-addons"]],
    ["Restart", "on-failure"],
    ["RestartSec", "30"],
  ];
  const about: Entries = [
    ["Description", "Add-ons of the cluster"],
    ["Wants", "network-online.target"],
    ["After", `network-online.target ${variants.bootstrap.units.api}`],
  ];
  return {
    files: [...installed.files, program("create-addons", ["addons"])],
    units: [
      unit("kube-addons.service", "Creates the add-ons, and tries again until all are there.", from, about, service),
    ],
    fetches: [{ name: "kubectl", url: kubectl }],
  };
}
