/** The release of Kubernetes as one archive, where machines take all programs from that. */
import type { SpecPath } from "../../../../schema/diagnostics.ts";
import type { Cluster } from "../../../model/cluster.ts";
import type { MachinePart } from "../../../model/machine.ts";
import type { Entries } from "../../../model/units.ts";
import { script } from "../../../parts/files.ts";
import { unit } from "../../../parts/units.ts";

export const RELEASE_UNIT = "kubernetes-release.service";

/** Of each version its own, so that units change with it. */
const directory = ({ kubernetes }: Cluster): string => `/opt/kubernetes/v${kubernetes.version}`;

/** Where its programs are. */
export const unpacked = (cluster: Cluster): string => `${directory(cluster)}/server/bin`;

export function release(cluster: Cluster): readonly MachinePart[] {
  const { archiveUrl } = cluster.kubernetes;
  if (archiveUrl === null) return [];
  const path = "/opt/bin/unpack-release";
  const digest = cluster.programs.kubernetes;
  const about: Entries = [
    ["Description", "Programs of Kubernetes"],
    ["Wants", "network-online.target"],
    ["After", "network-online.target"],
  ];
  const service: Entries = [
    ["Type", "oneshot"],
    ["RemainAfterExit", "yes"],
    // Half a gigabyte.
    ["TimeoutStartSec", "1800"],
    ["ExecStart", [path, archiveUrl, directory(cluster), ...(digest === undefined ? [] : [digest])]],
  ];
  const from: readonly SpecPath[] = [["kubernetes"], ["programs"]];
  return [
    {
      files: [script(path, "machine/unpack-release", ["kubernetes"])],
      units: [unit(RELEASE_UNIT, "Fetches the release and unpacks its programs.", from, about, service)],
      fetches: [{ name: "kubernetes", url: archiveUrl }],
    },
  ];
}
