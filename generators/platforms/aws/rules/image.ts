/** What machines boot: an image that the spec names, or one that its publisher has. */
import type { Cluster } from "../../../model/cluster.ts";
import type { Rule } from "../../../model/variants.ts";
import type { AwsPlace } from "../place/model.ts";

const FAMILY = { path: ["os", "family"] } as const;

/** An image that nobody publishes, or not under this name, or not in this part of AWS. */
export const machineImage: Rule<AwsPlace> = ({ platform: { image, partition, region }, os }: Cluster<AwsPlace>) => {
  // Without one, the family needs an image of the spec's (`x-needed` in the schema).
  if (image.kind === "id" || os.published === null) return [];
  const releases = Object.keys(os.published.names);
  if (!releases.includes(image.release)) {
    return [
      {
        code: "unsupported-combination",
        places: [{ path: ["os", "release"] }, { ...FAMILY, label: "the family" }],
        message: `the family "${os.family}" has no release "${image.release}" here`,
        help: `choose ${releases.join(", ")}, or name an image in os.image`,
      },
    ];
  }
  if (partition === "aws") return [];
  return [
    {
      code: "missing-key",
      places: [
        { path: ["os"], part: "key" },
        { path: ["platform", "region"], label: "the region" },
      ],
      message: `"os" lacks the key "image": who publishes images of the family "${os.family}" in ${region} is not known here`,
      help: 'add it, such as "image: ami-0123456789abcdef0"',
    },
  ];
};
