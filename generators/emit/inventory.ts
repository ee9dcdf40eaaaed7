import { type Artifact, type ArtifactPart, textFile } from "../model/artifact.ts";
import type { Cluster } from "../model/cluster.ts";
import type { Identity } from "../model/identity.ts";
import { sha256 } from "../text/digest.ts";
import { jsonText, listsOnOneLine } from "../text/json.ts";

export const INVENTORY = "inventory.json";

export interface InventoryEntry {
  readonly path: string;
  /** Hexadecimal SHA-256 of the content. */
  readonly sha256: string;
  readonly bytes: number;
  /** Four octal digits, e.g. `0644` */
  readonly mode: string;
  /** The parts of the spec it comes from. */
  readonly from: readonly string[];
  /** What is in it and comes from parts of its own. */
  readonly parts?: readonly ArtifactPart[];
}

export interface Inventory {
  readonly cluster: string;
  readonly spec: string;
  /** Absent where a reader cannot make sense of it. */
  readonly identity?: Identity;
  readonly files: readonly InventoryEntry[];
}

const entry = ({ path, mode, content, from, parts }: Artifact): InventoryEntry => ({
  path,
  sha256: sha256(content),
  bytes: Buffer.byteLength(content),
  mode: mode.toString(8).padStart(4, "0"),
  from,
  ...(parts === undefined ? {} : { parts }),
});

/** What the output consists of; emit tells its own files from an operator's by it. */
export function inventory(cluster: Cluster, identity: Identity, artifacts: readonly Artifact[]): Artifact {
  const files = artifacts.map(entry).sort((a, b) => (a.path < b.path ? -1 : 1));
  const content: Inventory = { cluster: cluster.name, spec: cluster.spec.file, identity, files };
  return textFile(INVENTORY, listsOnOneLine(jsonText(content)), []);
}

/** The same of an output that is no cluster's. */
export function filesOnly(made: string, artifacts: readonly Artifact[]): Artifact {
  const files = artifacts.map(entry).sort((a, b) => (a.path < b.path ? -1 : 1));
  return textFile(INVENTORY, listsOnOneLine(jsonText({ cluster: "", spec: made, files })), []);
}

/** Emit's own notes while it runs. */
export const NOTES = ".clusterwright";

const MAX_PATH = 1024;

/** Terraform's own files, git's and emit's notes are never part of an output, whatever an inventory says. */
const isForeign = (path: string): boolean =>
  path.startsWith(`${NOTES}/`) ||
  /(^|\/)(\.terraform(\/|\.lock\.hcl$)|\.git(\/|$)|[^/]*\.tfstate|[^/]*\.tfvars)/.test(path);

const isPart = (part: string): boolean => part !== "" && part !== "." && part !== ".." && part.length <= 255;

/** Only plain relative paths. */
const isOutputPath = (path: unknown): path is string =>
  typeof path === "string" &&
  path.length <= MAX_PATH &&
  !path.includes("\0") &&
  path.split("/").every(isPart) &&
  !isForeign(path);

const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];

const objects = (value: unknown): readonly Record<string, unknown>[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === "object" && each !== null) : [];

function readEntry({
  path,
  sha256: digest,
  bytes,
  mode,
  from,
  parts,
}: Record<string, unknown>): readonly InventoryEntry[] {
  if (!isOutputPath(path) || typeof digest !== "string") return [];
  const named = objects(parts).map((part) => ({ name: String(part.name), from: texts(part.from) }));
  return [
    {
      path,
      sha256: digest,
      bytes: Number(bytes),
      mode: String(mode),
      from: texts(from),
      ...(parts === undefined ? {} : { parts: named }),
    },
  ];
}

const MAX_NAME = 256;

const isText = (value: unknown): value is string => typeof value === "string" && value.length <= MAX_NAME;

function readIdentity(value: unknown): Identity | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { platform, region, kubernetes, etcd } = value as Record<string, unknown>;
  if (!isText(platform) || !(region === null || isText(region)) || !isText(kubernetes)) return undefined;
  if (typeof etcd !== "object" || etcd === null) return undefined;
  const members = Object.entries(etcd).filter((member): member is [string, string] => member.every(isText));
  return { platform, region, kubernetes, etcd: Object.fromEntries(members) };
}

/**
 * An inventory, or the notes of a run, as they stand on the disk. Anybody may have edited them: entries that no
 * run of ours would have written are left out. Undefined when the text is no inventory at all.
 */
export function parseInventory(text: string): Inventory | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { cluster, spec, identity, files } = (value ?? {}) as Record<string, unknown>;
  if (!Array.isArray(files)) return undefined;
  const known = readIdentity(identity);
  return {
    cluster: String(cluster),
    spec: String(spec),
    ...(known === undefined ? {} : { identity: known }),
    files: objects(files).flatMap(readEntry),
  };
}
