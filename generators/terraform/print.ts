import { type Artifact, textFile } from "../model/artifact.ts";
import type { StackData } from "../model/stack.ts";
import { jsonText } from "../text/json.ts";

/** A stack as a directory that Terraform takes as it is. */
export const stackFiles = ({ name, json, parts, from, files }: StackData): readonly Artifact[] => [
  textFile(`stacks/${name}/cdk.tf.json`, jsonText(json), from, parts),
  ...files,
];
