import type { Role } from "../../../model/cluster.ts";
/** Machines that nobody's cloud makes: each is there already, under a name and an address. */
import type { Labels } from "../../../model/objects.ts";
import type { MachinePlace, Place, Placement } from "../../../model/place.ts";

/** Where all hosts have what each is, where user-data cannot tell them apart: `/etc/machine-environment.d/node1` */
export const ENVIRONMENTS = "/etc/machine-environment.d";

export interface HostsPlace extends Place {
  readonly type: "hosts";
  /** Those in use, in the order of the spec. */
  readonly hosts: readonly Host[];
  /** Whether the spec says what leads to the control plane. */
  readonly endpoint: boolean;
  /** What leads to the control plane, and the address that hosts write down for it; null where others resolve it. */
  readonly host: string;
  readonly entry: string | null;
  /** How many nodes each pool is to have; null where all of its hosts are. */
  readonly wanted: readonly (number | null)[];
  /** The names of groups that there are. */
  readonly groups: readonly string[];
  /** Nodes that their pool's count leaves out. */
  readonly spare: readonly Host[];
  /** How hosts come by what they consist of. */
  readonly userData: "none" | "per-host" | "shared";
  /** Whether units tell the API of nodes, and not their kubelets. */
  readonly registersByHand: boolean;
  readonly placement: Placement<Host>;
}

export interface Host extends MachinePlace {
  /** Its place in the spec's list. */
  readonly index: number;
  /** The roles that the spec gives it, and whether it says so of this host rather than of its group. */
  readonly said: readonly string[];
  readonly saysRoles: boolean;
  /** Whether the spec names the range of its containers. */
  readonly saysContainers: boolean;
  /** Those of them that it has: its pool may be full. */
  readonly parts: readonly string[];
  /** The name of its group; null where it has none. */
  readonly group: string | null;
  readonly zone: string | null;
  /** What its node bears, its pool's and its zone's among them. */
  readonly labels: Labels;
  readonly ssh: Login;
}

/** How somebody logs in to a host. */
interface Login {
  readonly user: string;
  readonly port: number;
  /** As `ssh -J` takes it; null where no other host leads there. */
  readonly jump: string | null;
}

/** Whether a host has every part of a role, and no other. */
export const isOf = ({ parts }: Role, host: Pick<Host, "parts">): boolean =>
  parts.length === host.parts.length && parts.every((part) => host.parts.includes(part));
