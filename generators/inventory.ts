import { createHash } from "node:crypto";
import { type Artifact, type ArtifactPart, jsonText, textFile } from "./artifact.ts";
import type { Cluster } from "./cluster.ts";

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
  readonly files: readonly InventoryEntry[];
}

export const sha256 = (content: string | Uint8Array): string => createHash("sha256").update(content).digest("hex");

const entry = ({ path, mode, content, from, parts }: Artifact): InventoryEntry => ({
  path,
  sha256: sha256(content),
  bytes: Buffer.byteLength(content),
  mode: mode.toString(8).padStart(4, "0"),
  from,
  ...(parts === undefined ? {} : { parts }),
});

/** Lists of texts on one line: an inventory is read by people, too. */
const onOneLine = (json: string): string =>
  json.replaceAll(
    /\[\s+("[^"]*"(?:,\s+"[^"]*")*)\s+\]/g,
    (_, inner: string) => `[${inner.replaceAll(/",\s+"/g, '", "')}]`,
  );

/** What the output consists of; emit tells its own files from an operator's by it. */
export function inventory(cluster: Cluster, artifacts: readonly Artifact[]): Artifact {
  const files = artifacts.map(entry).sort((a, b) => (a.path < b.path ? -1 : 1));
  const content: Inventory = { cluster: cluster.name, spec: cluster.spec.file, files };
  return textFile(INVENTORY, onOneLine(jsonText(content)), []);
}
