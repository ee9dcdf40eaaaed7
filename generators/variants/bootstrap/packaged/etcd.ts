/** etcd as a package of the image, which reads `/etc/etcd/etcd.conf`. */
import type { SpecPath } from "../../../../schema/diagnostics.ts";
import { etcdUnit } from "../../../facts/nodes.ts";
import * as ports from "../../../facts/ports.ts";
import type { Cluster } from "../../../model/cluster.ts";
import { listening, type MachinePart } from "../../../model/machine.ts";
import type { MachinePlace } from "../../../model/place.ts";
import type { MachinePlan, Variables } from "../../../model/variants.ts";
import { dropIn, imageUnit, type Setting, settingsFile } from "../../../parts/image-units.ts";
import { openFiles, RESTART } from "../../../parts/units.ts";

const SETTINGS = "/etc/etcd/etcd.conf";

/** The package's own place. */
export const etcdDirectory = ({ etcd: { directory } }: Cluster): string => directory ?? "/var/lib/etcd/default.etcd";

/** The document's members answer at the port of the first generation, too. */
const listenClient = ({ etcd: { clientPort } }: Cluster): string =>
  `http://0.0.0.0:${ports.ETCD_CLIENT},http://0.0.0.0:${clientPort}`;

/** What is a member's own. */
const own = ({ etcd: { clientPort, peerPort } }: Cluster, { name, address }: MachinePlace) =>
  [
    ["ETCD_NAME", name],
    ["ETCD_ADVERTISE_CLIENT_URLS", `http://${address}:${clientPort}`],
    ["ETCD_LISTEN_PEER_URLS", `http://${address}:${peerPort}`],
    ["ETCD_INITIAL_ADVERTISE_PEER_URLS", `http://${address}:${peerPort}`],
  ] as const;

export const memberVariables = (cluster: Cluster, host: MachinePlace): Variables => own(cluster, host);

export function etcd({ cluster, own: { environment } }: MachinePlan): MachinePart {
  const unit = etcdUnit(cluster);
  const { members, peerPort, clientPort } = cluster.etcd;
  const from: readonly SpecPath[] = [...cluster.etcd.from, ["os"], ["platform"]];
  const variables = [
    "ETCD_NAME",
    "ETCD_ADVERTISE_CLIENT_URLS",
    "ETCD_LISTEN_PEER_URLS",
    "ETCD_INITIAL_ADVERTISE_PEER_URLS",
  ];
  const settings: readonly Setting[] = [
    ["ETCD_DATA_DIR", [etcdDirectory(cluster)]],
    ["ETCD_LISTEN_CLIENT_URLS", [listenClient(cluster)]],
    ["ETCD_INITIAL_CLUSTER", [members.map(({ name, address }) => `${name}=http://${address}:${peerPort}`).join(",")]],
  ];
  const comments = ["What every member of etcd has in common; its name and its addresses are the host's own."];
  return {
    files: [
      settingsFile(SETTINGS, comments, settings, ...from),
      dropIn(
        unit,
        "10-cluster",
        "Beside what the package says: who this host is.",
        [{ name: "Service", entries: [...environment, openFiles(65_536), ...RESTART] }],
        ...from,
      ),
    ],
    units: [
      imageUnit(unit, "Key-value store of the cluster.", from, [SETTINGS, ...variables.map((name) => `$${name}`)]),
    ],
    listens: listening("etcd", ports.ETCD_CLIENT, clientPort, peerPort),
  };
}
