import type { Finding } from "../../schema/diagnostics.ts";
import type { TakenDomain } from "../model/place.ts";
import type { Rule } from "../model/variants.ts";

const holds = (domain: string, name: string): boolean => name === domain || name.endsWith(`.${domain}`);

/** A zone of the operator's may hold the cluster's domain, which is then a corner of it; nobody has a corner of others'. */
const meets = (domain: string, { name, path }: TakenDomain): boolean =>
  holds(domain, name) || (path === null && holds(name, domain));

/**
 * The cluster's DNS answers for its domain alone and passes nothing on: names that stand there, or below, are gone for
 * every pod (the `domain` of skydns, the zone of its successors).
 */
export const clusterDomain: Rule = ({ network: { domain }, platform: { domains } }) =>
  domains
    .filter((taken) => meets(domain, taken))
    .slice(0, 1)
    .map(
      ({ what, name, path }): Finding => ({
        code: "domain-overlap",
        places: [{ path: ["network", "domain"] }, ...(path === null ? [] : [{ path, label: `the ${what}` }])],
        message: `the cluster's domain "${domain}" takes the names of ${path === null ? what : `the ${what}`} "${name}" from the pods`,
        notes: ["the cluster's DNS answers for its whole domain, and asks nobody else for a name in it"],
        help: `choose a domain that nothing else uses, such as cluster.${path === null ? "local" : name}`,
      }),
    );
