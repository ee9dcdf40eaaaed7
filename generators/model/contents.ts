import type { Payload } from "./machine.ts";
import type { KubernetesObject } from "./objects.ts";
import type { StackData } from "./stack.ts";

/** What a cluster consists of, before it is text. */
export interface Contents {
  /** The control plane's, then the pools' in the order of the spec. */
  readonly payloads: readonly Payload[];
  readonly objects: readonly KubernetesObject[];
  /** In the order in which they are applied; none where nothing is made by Terraform. */
  readonly stacks: readonly StackData[];
}
