/** Programs that a machine fetches before their first start. */
import type { SpecPath } from "../../schema/diagnostics.ts";
import type { Listener, MachineFile, MachinePart } from "../model/machine.ts";
import type { Entries, ExecWord } from "../model/units.ts";
import { script } from "./files.ts";
import { RESTART, unit } from "./units.ts";

interface FetchedProgram {
  readonly unit: string;
  readonly comment: string;
  readonly url: string;
  readonly path: string;
  readonly options: readonly ExecWord[];
  /** Started before, though not bound to: each retries on its own until the other answers. */
  readonly after: readonly string[];
  /** What its service section needs to know the machine. */
  readonly environment?: Entries;
  /** What has to be true before it counts as started. */
  readonly ready?: Entries;
  readonly from: readonly SpecPath[];
  readonly listens?: readonly Listener[];
}

/** Fetches a program and leaves it at a path: `install-program URL PATH` */
export const INSTALL = "/opt/bin/install-program";

/** Fetches a program of Kubernetes' once. */
export const installProgram: MachineFile = script(INSTALL, "install-program", ["kubernetes"]);

/** A large download on a slow day must not run into systemd's 90 seconds. */
const FETCH_SECONDS = "600";

export function fetchedProgram(program: FetchedProgram): MachinePart {
  const { unit: name, comment, url, path, options, after, environment, ready, from, listens = [] } = program;
  const about: Entries = [
    ["Description", name.replace(/\.service$/, "")],
    ["Wants", ["network-online.target", ...after].join(" ")],
    ["After", ["network-online.target", ...after].join(" ")],
  ];
  const service: Entries = [
    ...(environment ?? []),
    ["TimeoutStartSec", FETCH_SECONDS],
    ["ExecStartPre", [INSTALL, url, path]],
    ["ExecStart", [path, ...options]],
    ...RESTART,
    ...(ready ?? []),
  ];
  return { files: [installProgram], units: [unit(name, comment, from, about, service)], listens };
}
