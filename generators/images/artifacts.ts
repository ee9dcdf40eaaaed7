import { ALL_ADDONS } from "../manifests/addons/index.ts";
import type { Artifact } from "../model/artifact.ts";
import type { Cluster } from "../model/cluster.ts";
import { resolverScript, sourceTable } from "../text/bind-tokens.ts";
import { cited } from "../text/provenance.ts";
import { asset } from "../text/render.ts";
import { IMAGES, type ImageContext } from "./index.ts";

/** The images that the cluster's add-ons run, each with the add-on that does. */
export const imagesOf = (cluster: Cluster) =>
  IMAGES.flatMap((image) => {
    const addon = ALL_ADDONS.find(({ name, image: own }) => own === image.name && cluster.addons[name] !== null);
    return addon === undefined ? [] : [{ image, addon }];
  });

function contextFiles(
  cluster: Cluster,
  { name, files, tokens }: ImageContext,
  from: readonly string[],
): readonly Artifact[] {
  const file = (path: string, content: string, executable: boolean): Artifact => ({
    path: `images/${name}/${path}`,
    mode: executable ? 0o755 : 0o644,
    content,
    from,
  });
  const names = tokens.map((token) => token.name);
  const bound = cluster.tokens.filter((token) => names.includes(token.name));
  const table = sourceTable(bound);
  return [
    ...files.map((each) => file(each.name, asset(`images/${name}/${each.name}`), each.executable)),
    ...(tokens.length === 0
      ? []
      : [file("bind-tokens", resolverScript(bound, "main"), true), file("tokens.tsv", table, false)]),
  ];
}

/** Build contexts of the images that the operator builds and pushes. */
export const imageFiles = (cluster: Cluster): readonly Artifact[] =>
  imagesOf(cluster).flatMap(({ image, addon }) => contextFiles(cluster, image, cited(cluster, ["addons", addon.name])));
