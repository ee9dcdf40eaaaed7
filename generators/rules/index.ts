import type { Finding } from "../../schema/diagnostics.ts";
import type { Cluster } from "../cluster.ts";
import type { Payload } from "../machines/payload.ts";
import { platformVariant } from "../variants/platform/index.ts";
import { containerRanges } from "./container-ranges.ts";
import { duplicateNames } from "./duplicate-names.ts";
import { kubernetesVersion } from "./kubernetes-version.ts";
import { reservedRanges } from "./reserved-ranges.ts";
import type { Rule } from "./rule.ts";
import { serviceAddresses } from "./service-addresses.ts";
import { userDataSize } from "./user-data-size.ts";

/** Rules of every platform, in the order in which they are asked; the platform's own follow. */
export const RULES: readonly Rule[] = [
  kubernetesVersion,
  duplicateNames,
  serviceAddresses,
  containerRanges,
  reservedRanges,
  userDataSize,
];

export const check = (cluster: Cluster, payloads: readonly Payload[]): readonly Finding[] =>
  [...RULES, ...platformVariant(cluster.platform.type).rules].flatMap((rule) => rule(cluster, payloads));
