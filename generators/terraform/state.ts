/** What stacks need to know of a place: where they make things, how those are tagged, where state is kept. */
import type { Place } from "../model/place.ts";

export interface StatePlace extends Place {
  readonly region: string;
  /** Where Terraform keeps its state; null beside the stacks. */
  readonly state: StateBucket | null;
  /** Tags of the spec's own. */
  readonly tags: Readonly<Record<string, string>>;
}

/** An S3 bucket that keeps Terraform's state. */
export interface StateBucket {
  readonly bucket: string;
  readonly region: string;
  /** e.g. `ycluster` */
  readonly prefix: string;
}

/** The oldest Terraform that takes the stacks: locks in S3 itself came with 1.10. */
export const terraformVersion = ({ state }: Pick<StatePlace, "state">): string =>
  state === null ? ">= 1.5.0" : ">= 1.10.0";
