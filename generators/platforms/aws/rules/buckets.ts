import type { Finding } from "../../../../schema/diagnostics.ts";
import type { Rule } from "../../../model/variants.ts";
import type { AwsPlace } from "../place/model.ts";

/** Two uses of one bucket: the second could not be made. */
export const bucketsDiffer: Rule<AwsPlace> = ({
  platform: {
    data: { buckets },
    state,
  },
}) =>
  buckets.flatMap(({ use, name }, index): readonly Finding[] => {
    if (name === state?.bucket) {
      return [
        {
          code: "duplicate-name",
          places: [
            { path: ["data", "buckets", use] },
            { path: ["platform", "state", "bucket"], label: "has to be there before" },
          ],
          message: `the bucket "${name}" would be made by a stack whose state it holds`,
          help: "give each a name of its own",
        },
      ];
    }
    const first = buckets.findIndex((other) => other.name === name);
    if (first === index) return [];
    return [
      {
        code: "duplicate-name",
        places: [
          { path: ["data", "buckets", use] },
          { path: ["data", "buckets", buckets[first]?.use ?? ""], label: "also here" },
        ],
        message: `two buckets are called "${name}"`,
        help: "give each a name of its own",
      },
    ];
  });
