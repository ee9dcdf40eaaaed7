import type { Os } from "../../model/cluster.ts";
import type { Machine } from "../../model/machine.ts";
import type { SourceKind } from "../../model/token.ts";

export interface Etcd2 {
  readonly unit: string;
  readonly program: string;
  readonly client: string;
  readonly isFetched: boolean;
}

/** A family of operating systems: how a machine is told what it is. */
export interface OsVariant {
  readonly family: Os["family"];
  /** Who logs in over SSH. */
  readonly loginUser: string;
  /** Whether the image's first-boot program can fetch instance metadata with a session token. */
  readonly metadataTokens: "optional" | "required";
  /** Where the machine can look up a token when it boots: asking AWS takes its command line. */
  readonly machineSources: readonly SourceKind[];
  /** What the image calls its root disk. */
  readonly rootDevice: string;
  /** Where docker listens, and the units that the image has for that. */
  readonly dockerSocket: { readonly units: readonly string[]; readonly host: string };
  /** The second generation of etcd: the image's own, or one that the machine fetches. */
  readonly etcd2: Etcd2;
  /** Whether the image brings the AWS command line; otherwise it runs as a container. */
  readonly hasAwsCli: boolean;
  /** A step of the boot that prepares the image for pods, the name of a script of `templates/scripts/machine/`; null where it is ready. */
  readonly preparation: string | null;
  /** Whether user-data takes effect at every boot, so that a change needs a restart, not a new machine. */
  readonly appliesUserDataAtEveryBoot: boolean;
  /** Ending of the user-data file, after its format. */
  readonly userDataEnding: string;
  /** Holds nothing that changes without the machine: a new comment would restart it. */
  readonly userData: (machine: Machine) => string;
}
