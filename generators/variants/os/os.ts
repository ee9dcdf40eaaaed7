import type { Os } from "../../cluster.ts";
import type { Machine } from "../../machines/machine.ts";
import type { SourceKind } from "../../tokens/token.ts";

/** A family of operating systems: how a machine is told what it is. */
export interface OsVariant {
  readonly family: Os["family"];
  /** Who logs in over SSH. */
  readonly loginUser: string;
  /** Whether the image's first-boot program can fetch instance metadata with a session token. */
  readonly metadataTokens: "optional" | "required";
  /** Whether user-data takes effect at every boot, so that a change needs a restart, not a new machine. */
  /** Where the machine can look up a token when it boots: asking AWS takes its command line. */
  readonly machineSources: readonly SourceKind[];
  readonly appliesUserDataAtEveryBoot: boolean;
  /** Ending of the user-data file, after its format. */
  readonly userDataEnding: string;
  /** Holds nothing that changes without the machine: a new comment would restart it. */
  readonly userData: (machine: Machine) => string;
}
