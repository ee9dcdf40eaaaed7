/** What a new version of the output does to each host. */
import { sha256 } from "../text/digest.ts";
import { type Manifest, readManifest } from "./manifest.ts";
import { HOSTS, manifestPath, ownPath, roleIn } from "./paths.ts";

/** Files of the output by path. */
export type Tree = ReadonlyMap<string, string>;

/** What becomes of one host. */
export interface HostChanges {
  readonly host: string;
  /** Paths on the host. */
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  /** Units, in the order in which install.sh goes through them. */
  readonly started: readonly string[];
  readonly restarted: readonly string[];
  readonly stopped: readonly string[];
}

const NOTHING: Manifest = { files: [], units: [] };

const hostsIn = (tree: Tree): readonly string[] =>
  [...tree.keys()].flatMap((path) =>
    path.startsWith(`${HOSTS}/`) && path.endsWith(".env") ? [path.slice(HOSTS.length + 1, -4)] : [],
  );

/** What a host consists of, with the digest of its own file filled in. */
function contentsOf(tree: Tree, host: string, manifests: Map<string, Manifest>): Manifest {
  const own = tree.get(ownPath(host));
  if (own === undefined) return NOTHING;
  const path = manifestPath(roleIn(own));
  const known = manifests.get(path) ?? readManifest(tree.get(path) ?? "");
  manifests.set(path, known);
  return {
    ...known,
    files: known.files.map((file) => (file.source === "-" ? { ...file, digest: sha256(own) } : file)),
  };
}

/** Variables of a host's own file that are others, or have other values, with a dollar before each. */
function variablesChanged(before = "", after = ""): readonly string[] {
  const lines = (text: string): ReadonlySet<string> =>
    new Set(text.split("\n").filter((line) => !line.startsWith("#")));
  const [old, now] = [lines(before), lines(after)];
  const other = [...old].filter((line) => !now.has(line)).concat([...now].filter((line) => !old.has(line)));
  return other.map((line) => `$${line.split("=", 1)[0]}`);
}

function changesOf(host: string, before: Manifest, after: Manifest, variables: readonly string[]): HostChanges {
  const old = new Map(before.files.map(({ target, digest, mode, owner }) => [target, `${digest} ${mode} ${owner}`]));
  const now = new Map(after.files.map(({ target, digest, mode, owner }) => [target, `${digest} ${mode} ${owner}`]));
  const changed = [...now.keys()].filter((path) => old.has(path) && old.get(path) !== now.get(path));
  const added = [...now.keys()].filter((path) => !old.has(path));
  const touched = new Set([...changed, ...added, ...variables]);
  const wasThere = new Set(before.units.map(({ name }) => name));
  const isThere = new Set(after.units.map(({ name }) => name));
  const running = after.units.filter(({ start }) => start);
  return {
    host,
    added,
    changed,
    removed: [...old.keys()].filter((path) => !now.has(path)),
    started: running.filter(({ name }) => !wasThere.has(name)).map(({ name }) => name),
    restarted: running
      .filter(({ name, reads }) => wasThere.has(name) && reads.some((path) => touched.has(path)))
      .map(({ name }) => name),
    stopped: before.units.filter(({ name }) => !isThere.has(name)).map(({ name }) => name),
  };
}

const isQuiet = ({ host: _, ...lists }: HostChanges): boolean =>
  Object.values(lists).every((list) => list.length === 0);

/**
 * Hosts that something happens to, those that are there first in the order of the new version. A host that is in the
 * new version no more is listed with everything of it removed: nobody does that but its operator.
 */
export function hostChanges(before: Tree, after: Tree): readonly HostChanges[] {
  const [old, now] = [new Map<string, Manifest>(), new Map<string, Manifest>()];
  const names = [...new Set([...hostsIn(after), ...hostsIn(before)])];
  return names
    .map((host) =>
      changesOf(
        host,
        contentsOf(before, host, old),
        contentsOf(after, host, now),
        variablesChanged(before.get(ownPath(host)), after.get(ownPath(host))),
      ),
    )
    .filter((changes) => !isQuiet(changes));
}
