import type { Finding, SpecPath } from "../../../../schema/diagnostics.ts";
import type { AwsPlace } from "../place/model.ts";

/** A certificate of another partition or, from ACM, of another region than the load balancer's. */
export function wrongPlace(
  certificate: string,
  path: SpecPath,
  { region, partition }: Pick<AwsPlace, "region" | "partition">,
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
