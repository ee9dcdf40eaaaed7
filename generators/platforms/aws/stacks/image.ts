/** What machines boot, as an expression. */
import { DataAwsAmi } from "@cdktf/provider-aws/lib/data-aws-ami/index.js";
import type { Architecture } from "../../../model/cluster.ts";
import { add, literal, note, type Stack } from "../../../terraform/stack.ts";
import type { AwsPlace, Hardware } from "../place/model.ts";

/** As EC2 calls them. */
const ARCHITECTURES: Readonly<Record<Architecture, string>> = { amd64: "x86_64", arm64: "arm64" };

/** The newest image of the release for an architecture. */
function newest(stack: Stack<AwsPlace>, release: string, architecture: Architecture): DataAwsAmi {
  const { family, published } = stack.cluster.os;
  const about = note(
    `the newest image of ${family} ${release} for ${architecture}, when Terraform plans`,
    ["os"],
    ["controlPlane", "instanceType"],
    ["nodePools"],
  );
  return add(stack, DataAwsAmi, architecture, about, {
    mostRecent: true,
    owners: [published?.owner ?? ""],
    filter: [
      { name: "name", values: [published?.names[release]?.[architecture] ?? ""] },
      { name: "architecture", values: [ARCHITECTURES[architecture]] },
      { name: "virtualization-type", values: ["hvm"] },
    ],
  });
}

/** Whose key lets somebody log in; nothing where nobody's does. */
export const keyOf = ({ keyPair }: Pick<AwsPlace, "keyPair">): { readonly keyName?: string } =>
  keyPair === null ? {} : { keyName: literal(keyPair) };

/** For each hardware of the cluster the id of its image, or an expression for it. */
export function machineImages(stack: Stack<AwsPlace>): (hardware: Hardware) => string {
  const { image, hardware } = stack.cluster.platform;
  if (image.kind === "id") return () => image.id;
  const wanted = new Set([hardware.controlPlane, ...hardware.pools].map(({ architecture }) => architecture));
  const found = new Map([...wanted].map((each) => [each, newest(stack, image.release, each)]));
  return ({ architecture }) => found.get(architecture)?.id ?? "";
}
