import type { Finding } from "../../../schema/diagnostics.ts";
import type { AwsAutoscalingPlatform } from "../../platform.ts";
import type { Rule } from "../rule.ts";

/** What is wrong with an endpoint by itself. */
function problem(endpoint: string): { readonly message: string; readonly help: string } | null {
  const { hostname, pathname } = new URL(endpoint);
  if (pathname !== "/") {
    return { message: `the endpoint ${endpoint} has a path`, help: "name scheme, host and port alone" };
  }
  return hostname === "localhost" || /^127\./.test(hostname)
    ? { message: `at ${endpoint} every machine would ask itself`, help: "name a host that all machines reach" }
    : null;
}

/** URLs of an external etcd: each client adds its own path to them. */
export const etcdEndpoints: Rule<AwsAutoscalingPlatform> = ({ etcd: { endpoints } }) =>
  endpoints.flatMap((endpoint, index): readonly Finding[] => {
    const path = ["etcd", "endpoints", index] as const;
    const first = endpoints.indexOf(endpoint);
    if (first !== index) {
      return [
        {
          code: "duplicate-name",
          places: [{ path }, { path: ["etcd", "endpoints", first], label: "first named here" }],
          message: `the endpoint ${endpoint} is named twice`,
          help: "name it once",
        },
      ];
    }
    const wrong = problem(endpoint);
    return wrong === null ? [] : [{ code: "url-syntax", places: [{ path }], ...wrong }];
  });
