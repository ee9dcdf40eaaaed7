import type { Finding, SpecPath } from "../../../../schema/diagnostics.ts";
import type { Rule } from "../../../model/variants.ts";
import { repeated } from "../../../text/findings.ts";
import type { AwsPlace } from "../place/model.ts";

/** Two uses of one bucket: the second could not be made. */
export const bucketsDiffer: Rule<AwsPlace> = ({ platform: { data, state } }) => {
  const { buckets } = data;
  const pathOf = (index: number): SpecPath => ["data", "buckets", buckets[index]?.use ?? ""];
  const ofState = buckets.flatMap(({ name }, index): readonly Finding[] =>
    name !== state?.bucket
      ? []
      : [
          {
            code: "duplicate-name",
            places: [
              { path: pathOf(index) },
              { path: ["platform", "state", "bucket"], label: "has to be there before" },
            ],
            message: `the bucket "${name}" would be made by a stack whose state it holds`,
            help: "give each a name of its own",
          },
        ],
  );
  const twice = repeated({
    // One that holds state is told enough.
    keys: buckets.map(({ name }) => (name === state?.bucket ? null : name)),
    pathOf,
    label: "also here",
    message: (name) => `two buckets are called "${name}"`,
    help: "give each a name of its own",
  });
  return [...ofState, ...twice];
};
