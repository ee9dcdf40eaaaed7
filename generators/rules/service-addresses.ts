import type { Finding } from "../../schema/diagnostics.ts";
import { addressAt, contains, prefixLength } from "../addressing.ts";
import type { Rule } from "./rule.ts";

/** Fewer addresses than this leave no room for services beside the ones that every cluster has. */
const LONGEST_PREFIX = 28;

/** The service addresses that the spec fixes: in the range, and not the ones that others take. */
export const serviceAddresses: Rule = ({ network }) => {
  const { serviceCidr, dnsServiceIp, registry } = network;
  const fixed = [
    { key: "dnsServiceIp", what: "DNS service", address: dnsServiceIp },
    { key: "registryServiceIp", what: "registry service", address: registry.address },
  ] as const;
  const found = fixed.flatMap(({ key, what, address }): readonly Finding[] => {
    const path = ["network", key];
    if (!contains(serviceCidr, address)) {
      return [
        {
          code: "service-address",
          places: [{ path }, { path: ["network", "serviceCidr"], label: "the service range" }],
          message: `the address ${address} of the ${what} lies outside the service range ${serviceCidr}`,
          help: `choose an address of ${serviceCidr}`,
        },
      ];
    }
    const taken = [0, 1].map((offset) => addressAt(serviceCidr, offset));
    if (!taken.includes(address)) return [];
    return [
      {
        code: "service-address",
        places: [{ path }],
        message: `the address ${address} of the ${what} is taken: the range starts with it, or the Kubernetes API has it`,
        help: `choose an address from ${addressAt(serviceCidr, 2)} on`,
      },
    ];
  });
  const size: readonly Finding[] =
    prefixLength(serviceCidr) <= LONGEST_PREFIX
      ? []
      : [
          {
            code: "range-size",
            places: [{ path: ["network", "serviceCidr"] }],
            message: `the service range ${serviceCidr} has no room for services`,
            help: `choose a prefix length of ${LONGEST_PREFIX} or less`,
          },
        ];
  const same: readonly Finding[] =
    dnsServiceIp === registry.address
      ? [
          {
            code: "service-address",
            places: [
              { path: ["network", "registryServiceIp"] },
              { path: ["network", "dnsServiceIp"], label: "also here" },
            ],
            message: `the DNS service and the registry service share the address ${dnsServiceIp}`,
            help: "give each an address of its own",
          },
        ]
      : [];
  return [...size, ...found, ...same];
};
