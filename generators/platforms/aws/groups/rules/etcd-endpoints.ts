import type { Finding } from "../../../../../schema/diagnostics.ts";
import type { AwsAutoscalingPlatform } from "../../../../model/place.ts";
import type { Rule } from "../../../../model/rule.ts";

/** Hosts that are another one on every machine. */
const ITSELF = /^(localhost|0\.0\.0\.0|127\..*)$/;

/** The same for two spellings of one endpoint; null for what is no URL. */
const originOf = (endpoint: string): string | null => (URL.canParse(endpoint) ? new URL(endpoint).origin : null);

/** What is wrong with an endpoint by itself. */
function problem(endpoint: string): { readonly message: string; readonly help: string } | null {
  if (!URL.canParse(endpoint)) {
    return {
      message: `${endpoint} names no host that there could be`,
      help: "name it by its address or by a DNS name",
    };
  }
  const { hostname, pathname } = new URL(endpoint);
  if (pathname !== "/") {
    return { message: `the endpoint ${endpoint} has a path`, help: "name scheme, host and port alone" };
  }
  return ITSELF.test(hostname)
    ? { message: `at ${endpoint} every machine would ask itself`, help: "name a host that all machines reach" }
    : null;
}

/** URLs of an external etcd: each client adds its own path to them. */
export const etcdEndpoints: Rule<AwsAutoscalingPlatform> = ({ etcd: { endpoints } }) => {
  const origins = endpoints.map(originOf);
  return endpoints.flatMap((endpoint, index): readonly Finding[] => {
    const path = ["etcd", "endpoints", index] as const;
    const wrong = problem(endpoint);
    if (wrong !== null) return [{ code: "url-syntax", places: [{ path }], ...wrong }];
    const first = origins.indexOf(originOf(endpoint));
    if (first === index) return [];
    return [
      {
        code: "duplicate-name",
        places: [{ path }, { path: ["etcd", "endpoints", first], label: "first named here" }],
        message: `the endpoint ${endpoint} is named twice`,
        help: "name it once",
      },
    ];
  });
};
