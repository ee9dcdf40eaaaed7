import type { Finding } from "../../schema/diagnostics.ts";
import { ALL_ADDONS } from "../manifests/addons/index.ts";
import type { Cluster } from "../model/cluster.ts";
import type { Contents } from "../model/contents.ts";
import type { Rule, Variants } from "../model/variants.ts";
import { acknowledgedCodes } from "./acknowledged.ts";
import { addonDependency, addonImages, addonUnavailable } from "./addons.ts";
import { clusterDomain } from "./cluster-domain.ts";
import { combinations } from "./combinations.ts";
import { discoveryToken, discoveryWithoutProxy } from "./discovery.ts";
import { duplicateNames } from "./duplicate-names.ts";
import { wayOutInside } from "./egress.ts";
import { fileConflicts, fileMachines, fileModes, filePlaces, fileUnits } from "./files.ts";
import { hostPortConflict, hostPortReplicas } from "./host-ports.ts";
import { imageTags } from "./image-tags.ts";
import { kubernetesVersion } from "./kubernetes-version.ts";
import { nodeLabels } from "./node-labels.ts";
import { objectNames } from "./object-names.ts";
import { deviceNames, fileCapitals } from "./output-paths.ts";
import { idlePrograms } from "./programs.ts";
import { reservedRanges } from "./reserved-ranges.ts";
import { nodeSelectorUnmatched, selectorOverlap, selectorUnmatched } from "./selectors.ts";
import { serviceAddresses } from "./service-addresses.ts";
import {
  tokenPhase,
  tokenSecret,
  tokenSource,
  tokenSum,
  tokenTaken,
  tokenTextProblems,
  tokenUnbound,
  tokenUnknown,
  tokenUnused,
} from "./tokens.ts";
import { volumeSources } from "./volumes.ts";
import { commands, lonePods } from "./workload-kinds.ts";

/** Rules of every cluster, in the order in which they are asked; those of add-ons, network, runtime and platform follow. */
const RULES: readonly Rule[] = [
  kubernetesVersion,
  acknowledgedCodes,
  combinations,
  duplicateNames,
  deviceNames,
  serviceAddresses,
  reservedRanges,
  clusterDomain,
  discoveryToken,
  discoveryWithoutProxy,
  wayOutInside,
  nodeLabels,
  fileMachines,
  fileUnits,
  fileConflicts,
  filePlaces,
  fileCapitals,
  fileModes,
  addonUnavailable,
  addonDependency,
  addonImages,
  objectNames,
  lonePods,
  idlePrograms,
  commands,
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
  tokenSum,
  tokenTextProblems,
  tokenPhase,
  tokenSecret,
];

/** What every rule that the cluster's variants and add-ons have finds. */
export function check(cluster: Cluster, contents: Contents, variants: Variants): readonly Finding[] {
  const ofAddons = ALL_ADDONS.flatMap(({ rules }) => rules);
  const { network, runtime, bootstrap, platform } = variants;
  const ofVariants = [network, runtime, bootstrap, platform].flatMap(({ rules }) => rules);
  const all = [...RULES, ...ofAddons, ...ofVariants];
  return all.flatMap((rule) => rule(cluster, contents, variants));
}
