import type { Finding } from "../../../../../schema/diagnostics.ts";
import type { Cluster } from "../../../../model/cluster.ts";
import type { Rule } from "../../../../model/variants.ts";
import { rangesOf } from "../../fetching/rules/access.ts";
import { ACCESS } from "../../rules/access.ts";
import { wrongPlace } from "../../rules/certificate.ts";
import type { GroupsPlace } from "../place/model.ts";

function certificate({ platform }: Cluster<GroupsPlace>): readonly Finding[] {
  const { certificate: arn, internal } = platform.api;
  // Its own authority's, by which it knows its clients, too.
  if (platform.isToday) return [];
  if (arn !== null) return wrongPlace(arn, [...ACCESS, "certificate"], platform);
  if (internal) return [];
  return [
    {
      code: "certificate-missing",
      severity: "warning",
      places: [{ path: [...ACCESS, "api"], part: "key" }],
      message: "the API is reached from outside without a certificate that its clients could verify",
      notes: ["the API server makes one itself when it first starts, and another one when its machine is replaced"],
      help: "name one in platform.access.certificate",
    },
  ];
}

function nobodyThere({ platform }: Cluster<GroupsPlace>): readonly Finding[] {
  if (platform.sshAccess.length === 0 || platform.pools.some(({ isPublic }) => isPublic)) return [];
  return [
    {
      code: "misplaced-key",
      places: [{ path: [...ACCESS, "ssh"], part: "key" }],
      message: "nobody outside the VPC can log in: no pool is public",
      help: "make a pool public, or remove the ranges",
    },
  ];
}

/** Who reaches the cluster from outside. */
export const access: Rule<GroupsPlace> = (cluster) => {
  const { apiAccess, sshAccess, vpcCidr } = cluster.platform;
  return [
    ...rangesOf("api", apiAccess, vpcCidr),
    ...rangesOf("ssh", sshAccess, vpcCidr),
    ...certificate(cluster),
    ...nobodyThere(cluster),
  ];
};
