/** One file of the output. */
export interface Artifact {
  /** Relative to the cluster's directory, with `/` between the parts. */
  readonly path: string;
  readonly mode: 0o644 | 0o755;
  readonly content: string;
  /** The parts of the spec it comes from, as cited to the operator. */
  readonly from: readonly string[];
  /** What is in it and comes from parts of its own: Terraform resources, units, files on the machine. */
  readonly parts?: readonly ArtifactPart[];
}

export interface ArtifactPart {
  readonly name: string;
  readonly from: readonly string[];
}

export const textFile = (
  path: string,
  content: string,
  from: readonly string[],
  parts?: readonly ArtifactPart[],
): Artifact => ({
  path,
  mode: 0o644,
  content,
  from,
  ...(parts === undefined ? {} : { parts }),
});

/** Two artifacts at one path are a mistake of a generator, never of the spec. */
export function distinct(artifacts: readonly Artifact[]): readonly Artifact[] {
  const seen = new Set<string>();
  for (const { path } of artifacts) {
    if (seen.has(path)) throw new Error(`two generators write ${path}`);
    seen.add(path);
  }
  return artifacts;
}
