import type { Finding } from "../../schema/diagnostics.ts";
import type { Cluster } from "../model/cluster.ts";
import type { Contents, Rule } from "../model/rule.ts";
import { tags } from "../platforms/aws/rules/tags.ts";
import { userDataSize } from "../platforms/aws/rules/user-data-size.ts";
import { platformVariant } from "../platforms/index.ts";
import { networkVariant } from "../variants/network/index.ts";
import {
  addonDependency,
  addonImages,
  addonUnavailable,
  atlasGone,
  bucketMissing,
  bucketsDiffer,
  entranceMissing,
  registryRole,
  watchedService,
} from "./addons.ts";
import { combinations } from "./combinations.ts";
import { duplicateNames } from "./duplicate-names.ts";
import { fileConflicts, fileMachines, fileModes, filePlaces, fileUnits } from "./files.ts";
import { hostPortConflict, hostPortReplicas } from "./host-ports.ts";
import { imageTags } from "./image-tags.ts";
import { kubernetesVersion } from "./kubernetes-version.ts";
import { misplacedKeys } from "./misplaced-keys.ts";
import { objectNames } from "./object-names.ts";
import { reservedRanges } from "./reserved-ranges.ts";
import { nodeSelectorUnmatched, selectorOverlap, selectorUnmatched } from "./selectors.ts";
import { serviceAddresses } from "./service-addresses.ts";
import {
  tokenPhase,
  tokenSecret,
  tokenSource,
  tokenTaken,
  tokenTextProblems,
  tokenUnbound,
  tokenUnknown,
  tokenUnused,
} from "./tokens.ts";
import { volumeSources } from "./volumes.ts";

/** Rules of every platform, in the order in which they are asked; those of the network and the platform follow. */
export const RULES: readonly Rule[] = [
  kubernetesVersion,
  combinations,
  misplacedKeys,
  tags,
  duplicateNames,
  serviceAddresses,
  reservedRanges,
  userDataSize,
  fileMachines,
  fileUnits,
  fileConflicts,
  filePlaces,
  fileModes,
  addonUnavailable,
  atlasGone,
  addonDependency,
  watchedService,
  registryRole,
  entranceMissing,
  addonImages,
  bucketMissing,
  bucketsDiffer,
  objectNames,
  selectorUnmatched,
  selectorOverlap,
  nodeSelectorUnmatched,
  volumeSources,
  hostPortConflict,
  hostPortReplicas,
  imageTags,
  tokenUnknown,
  tokenUnbound,
  tokenUnused,
  tokenTaken,
  tokenSource,
  tokenTextProblems,
  tokenPhase,
  tokenSecret,
];

export const check = (cluster: Cluster, contents: Contents): readonly Finding[] =>
  [...RULES, ...networkVariant(cluster.network.type).rules, ...platformVariant(cluster.platform.type).rules].flatMap(
    (rule) => rule(cluster, contents),
  );
