import type { Rule } from "../../../model/variants.ts";
import type { AwsPlace } from "../place/model.ts";
import { bucketsDiffer } from "./buckets.ts";
import { databaseNames, databaseZones } from "./database.ts";
import { architecture, controlPlaneSize, databaseEngine, encryption, oneArchitecture } from "./hardware.ts";
import { machineImage } from "./image.ts";
import { outputs } from "./outputs.ts";
import { rangeOverlaps } from "./ranges.ts";
import { secretRegions } from "./secret-regions.ts";
import { tags } from "./tags.ts";
import { userDataSize } from "./user-data-size.ts";
import { zones, zonesDiffer } from "./zones.ts";

/** What every place on AWS minds, in the order in which it is asked. */
export const awsRules: readonly Rule<AwsPlace>[] = [
  tags,
  zonesDiffer,
  zones,
  rangeOverlaps,
  userDataSize,
  bucketsDiffer,
  outputs,
  machineImage,
  architecture,
  oneArchitecture,
  controlPlaneSize,
  encryption,
  databaseZones,
  databaseEngine,
  databaseNames,
  secretRegions,
];
