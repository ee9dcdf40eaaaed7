/** The programs of the release and of its companions, each with the content that it is known by. */
import type { SpecPath } from "../../../../schema/diagnostics.ts";
import { PROGRAMS_UNIT } from "../../../facts/units.ts";
import type { Cluster, Program, Role } from "../../../model/cluster.ts";
import type { MachinePart } from "../../../model/machine.ts";
import type { Entries } from "../../../model/units.ts";
import { machineFile, script } from "../../../parts/files.ts";
import { ONCE, unit } from "../../../parts/units.ts";

const SCRIPT = "/opt/bin/install-programs";
const TABLE = "/etc/kubernetes/programs.tsv";

/** Where a program goes, and what of an archive: a star for all of it, a dash where it is none. */
const WHERE: Readonly<Record<string, readonly [directory: string, members: string]>> = {
  containerd: ["/opt/bin", "containerd containerd-shim-runc-v2 ctr"],
  "cni-plugins": ["/opt/cni/bin", "*"],
  crictl: ["/opt/bin", "crictl"],
  // The clients: the server is a pod.
  etcd: ["/opt/bin", "etcdctl etcdutl"],
};

const ALONE = ["/opt/bin", "-"] as const;

/** Nodes have no etcd to look into, and nobody who asks the API by hand but what labels them. */
const isWanted = ({ name }: Program, { isControlPlane }: Role): boolean => name !== "etcd" || isControlPlane;

const FROM: readonly SpecPath[] = [["kubernetes"], ["programs"], ["egress"]];

/** Those that a role's machines have. */
const programsFor = ({ kubernetes }: Cluster, role: Role): readonly Program[] =>
  kubernetes.programs.filter((program) => isWanted(program, role));

function table(programs: readonly Program[]): string {
  const rows = programs.map(({ name, version, architecture, digest, url }) => {
    const [directory, members] = WHERE[name] ?? ALONE;
    return [name, version, architecture, digest ?? "unknown", url, directory, members].join("\t");
  });
  return `${["# program\tversion\tfor\tSHA-256\tURL\tdirectory\twhat of it", ...rows].join("\n")}\n`;
}

export function programs(cluster: Cluster, role: Role): MachinePart {
  const wanted = programsFor(cluster, role);
  const about: Entries = [
    ["Description", "Programs of Kubernetes"],
    ["Wants", "network-online.target"],
    ["After", "network-online.target"],
  ];
  const service: Entries = [
    ...ONCE,
    // Half a gigabyte.
    ["TimeoutStartSec", "1800"],
    ["ExecStart", [SCRIPT]],
  ];
  return {
    files: [
      script(SCRIPT, "machine/kubeadm/install-programs", ["kubernetes"]),
      machineFile(TABLE, "0644", table(wanted), ...FROM),
    ],
    units: [
      {
        ...unit(PROGRAMS_UNIT, "Fetches the programs, and looks at them again at every boot.", FROM, about, service),
        reads: [TABLE],
      },
    ],
    fetches: wanted.map(({ key, url, digest }) => ({ name: key, url, ...(digest === null ? {} : { digest }) })),
  };
}
