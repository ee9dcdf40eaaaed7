import type { Finding, SpecPath } from "../../../../schema/diagnostics.ts";
import type { AwsSpec } from "./spec.ts";

type ByZone = Readonly<Record<string, unknown>>;

/** The zones that a map of the spec's names although the cluster does not use them. */
export const strayZones = (
  path: SpecPath,
  given: ByZone | undefined,
  { zones }: AwsSpec["platform"],
): readonly Finding[] =>
  Object.keys(given ?? {})
    .filter((zone) => !zones.includes(zone))
    .map((zone) => ({
      code: "unknown-zone",
      places: [
        { path: [...path, zone], part: "key" },
        { path: ["platform", "zones"], part: "key", label: "the zones in use" },
      ],
      message: `"${path.at(-1)}" names the zone "${zone}", which the cluster does not use`,
      help: `zones in use: ${zones.join(", ")}`,
    }));
