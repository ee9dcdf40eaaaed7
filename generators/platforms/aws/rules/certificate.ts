import type { Finding, SpecPath } from "../../../../schema/diagnostics.ts";
import type { SpecForm } from "../../../../schema/paths.ts";
import type { AwsPlatform } from "../../../model/place.ts";
import type { Rule } from "../../../model/rule.ts";

const CERTIFICATE = ["loadBalancer", "certificate"] as const;

/** A certificate of another partition or, from ACM, of another region than the load balancer's. */
export function wrongPlace(
  certificate: string,
  path: SpecPath,
  { region, partition }: Pick<AwsPlatform, "region" | "partition">,
): readonly Finding[] {
  const [, itsPartition = "", service, itsRegion = ""] = certificate.split(":");
  const places = [{ path }, { path: ["platform", "region"], label: "the region" }] as const;
  if (itsPartition !== partition) {
    const message = `the certificate is of the partition "${itsPartition}"; the region "${region}" is in "${partition}"`;
    return [{ code: "certificate-region", places, message, help: `use a certificate of the partition ${partition}` }];
  }
  if (service !== "acm" || itsRegion === region) return [];
  const message = `the certificate is of the region "${itsRegion}"; a load balancer takes ACM certificates of its own region`;
  return [{ code: "certificate-region", places, message, help: `request the certificate in ${region}` }];
}

const HELP: Readonly<Record<SpecForm, string>> = {
  native: "name one in loadBalancer.certificate",
  ycluster: "name one in loadBalancer.certificate of a native spec; clusterwright upgrade prints one",
};

/** HTTPS needs a certificate that the load balancer can have; without one there is no HTTPS, and that is said. */
export const certificate: Rule<AwsPlatform> = ({ platform, spec }) => {
  const { certificate: arn } = platform.loadBalancer;
  if (arn !== null) return wrongPlace(arn, CERTIFICATE, platform);
  return [
    {
      code: "certificate-missing",
      severity: "warning",
      places: [{ path: ["loadBalancer"] }],
      message: "the load balancer has no HTTPS listener: there is no certificate for it",
      help: HELP[spec.form],
    },
  ];
};
