import type { SpecForm } from "../../../../../schema/paths.ts";
import type { Rule } from "../../../../model/variants.ts";
import { wrongPlace } from "../../rules/certificate.ts";
import type { PlacedPlace } from "../place/model.ts";

const CERTIFICATE = ["loadBalancer", "certificate"] as const;

const HELP: Readonly<Record<SpecForm, string>> = {
  native: "name one in loadBalancer.certificate",
  ycluster: "name one in loadBalancer.certificate of a native spec; clusterwright upgrade prints one",
};

/** HTTPS needs a certificate that the load balancer can have; without one there is no HTTPS, and that is said. */
export const certificate: Rule<PlacedPlace> = ({ platform, spec }) => {
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
