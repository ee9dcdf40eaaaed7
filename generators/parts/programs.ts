/** Programs that a machine fetches before their first start. */
import type { SpecPath } from "../../schema/diagnostics.ts";
import type { Cluster } from "../model/cluster.ts";
import type { Listener, MachineFile, MachinePart } from "../model/machine.ts";
import type { Entries, ExecWord } from "../model/units.ts";
import { script } from "./files.ts";
import { openFiles, RESTART, unit } from "./units.ts";

/** A unit of a program that runs for as long as the machine does. */
interface ProgramUnit {
  readonly unit: string;
  readonly comment: string;
  readonly path: string;
  readonly options: readonly ExecWord[];
  /** Started before, though not bound to: each retries on its own until the other answers. */
  readonly after: readonly string[];
  /** What its service section needs to know the machine. */
  readonly environment?: Entries;
  /** How many files it may have open, where it is many that ask it. */
  readonly openFiles?: number;
  /** What has to be true before it counts as started. */
  readonly ready?: Entries;
  readonly from: readonly SpecPath[];
  readonly listens?: readonly Listener[];
}

interface FetchedProgram extends ProgramUnit {
  readonly url: string;
  /** Digests by name, of which it may have one. */
  readonly digests: Cluster["programs"];
}

const INSTALL = "/opt/bin/install-program";
const PINNED = "/opt/bin/install-pinned";

/** A program of a machine, and how it comes there. */
interface Install {
  readonly files: readonly MachineFile[];
  /** Before the first start of the unit whose it is. */
  readonly before: Entries[number];
}

/** Fetches a program once and leaves it at a path; one with a digest is taken only if it has that. */
export const install = (url: string, path: string, digest: string | undefined): Install => ({
  files: [
    script(INSTALL, "install-program", ["kubernetes"]),
    ...(digest === undefined ? [] : [script(PINNED, "install-pinned", ["programs"])]),
  ],
  before: ["ExecStartPre", digest === undefined ? [INSTALL, url, path] : [PINNED, url, path, digest]],
});

/** A large download on a slow day must not run into systemd's 90 seconds. */
const FETCH_SECONDS = "600";

/** The unit of a program that is there, or that `before` brings. */
export function programUnit(program: ProgramUnit, before: Entries = []): Required<MachinePart> {
  const {
    unit: name,
    comment,
    path,
    options,
    after,
    environment,
    ready,
    openFiles: files,
    from,
    listens = [],
  } = program;
  const about: Entries = [
    ["Description", name.replace(/\.service$/, "")],
    ["Wants", ["network-online.target", ...after].join(" ")],
    ["After", ["network-online.target", ...after].join(" ")],
  ];
  const service: Entries = [
    ...(environment ?? []),
    ["TimeoutStartSec", FETCH_SECONDS],
    ...(files === undefined ? [] : [openFiles(files)]),
    ...before,
    ["ExecStart", [path, ...options]],
    ...RESTART,
    ...(ready ?? []),
  ];
  return { files: [], units: [unit(name, comment, from, about, service)], listens, fetches: [] };
}

export function fetchedProgram({ url, digests, ...program }: FetchedProgram): Required<MachinePart> {
  const name = program.path.slice(program.path.lastIndexOf("/") + 1);
  const { files, before } = install(url, program.path, digests[name]);
  return {
    ...programUnit({ ...program, from: [...program.from, ["programs"]] }, [before]),
    files,
    fetches: [{ name, url }],
  };
}
