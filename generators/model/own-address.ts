/** How the units of a machine learn its own address. */
import type { Entries } from "../machines/parts.ts";
import { type RawWord, raw } from "./units.ts";

export interface OwnAddress {
  /** The machine's private address as its units write it. */
  readonly address: RawWord;
  /** What a service section needs for that. */
  readonly environment: Entries;
}

/** coreos-cloudinit fills the address in before the units are written. */
export const FILLED_IN: OwnAddress = { address: raw("$private_ipv4"), environment: [] };

/** What the machine asks about itself when it boots. */
export const MACHINE_ENVIRONMENT = "/etc/machine-environment";

/** A step of the boot writes the address to a file that the units read. */
export const WRITTEN_DOWN: OwnAddress = {
  address: raw("${PRIVATE_IP}"),
  environment: [["EnvironmentFile", MACHINE_ENVIRONMENT]],
};
