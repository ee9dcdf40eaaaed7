import type { Finding, SpecPath } from "../../schema/diagnostics.ts";
import { contains } from "../facts/addressing.ts";
import type { Cluster } from "../model/cluster.ts";
import type { Rule } from "../model/variants.ts";

const isAddress = (host: string): boolean => /^[0-9.]+$/.test(host);

/** The part of the cluster that a host would be in; undefined where it is outside. */
function within({ network }: Cluster, host: string): string | undefined {
  const { domain, serviceCidr } = network;
  if (isAddress(host)) return contains(serviceCidr, host) ? `the service range ${serviceCidr}` : undefined;
  const name = host.toLowerCase();
  return name === domain || name.endsWith(`.${domain}`) ? `the cluster's domain ${domain}` : undefined;
}

/** Machines ask for their way out before there is a cluster, and by its DNS they never ask. */
export const wayOutInside: Rule = (cluster) => {
  const { proxy, timeServers } = cluster.egress;
  const hosts: readonly (readonly [path: SpecPath, what: string, host: string])[] = [
    ...(proxy === null ? [] : [[["egress", "proxy"], "proxy", new URL(proxy.url).hostname] as const]),
    ...timeServers.map((host, index) => [["egress", "timeServers", index], "time server", host] as const),
  ];
  return hosts.flatMap(([path, what, host]): readonly Finding[] => {
    const place = within(cluster, host);
    if (place === undefined) return [];
    return [
      {
        code: "unsupported-combination",
        places: [{ path }],
        message: `the ${what} ${host} is in ${place}, which machines do not reach while they come up`,
        help: `name a ${what} outside of the cluster`,
      },
    ];
  });
};
