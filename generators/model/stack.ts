import type { Artifact, ArtifactPart } from "./artifact.ts";

/** A Terraform stack before it is text. */
export interface StackData {
  /** Its directory below `stacks/`. */
  readonly name: string;
  /** As Terraform reads it, keys in the order in which an operator does. */
  readonly json: Readonly<Record<string, unknown>>;
  /** The resources and where they come from. */
  readonly parts: readonly ArtifactPart[];
  /** The parts of the spec that decide about it, as cited to the operator. */
  readonly from: readonly string[];
  /** The files that it reads, with whole paths of the output. */
  readonly files: readonly Artifact[];
}
