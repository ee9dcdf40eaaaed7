import type { Finding } from "../../../../../schema/diagnostics.ts";
import type { Rule } from "../../../../model/variants.ts";
import { repeated } from "../../../../text/findings.ts";
import type { GroupsPlace } from "../place/model.ts";

/** Hosts that are another one on every machine. */
const ITSELF = /^(localhost|0\.0\.0\.0|127\..*)$/;

/** What is wrong with an endpoint by itself. */
function problem(endpoint: string): { readonly message: string; readonly help: string } | null {
  const { hostname, pathname } = new URL(endpoint);
  if (pathname !== "/") {
    return { message: `the endpoint ${endpoint} has a path`, help: "name scheme, host and port alone" };
  }
  return ITSELF.test(hostname)
    ? { message: `at ${endpoint} every machine would ask itself`, help: "name a host that all machines reach" }
    : null;
}

/** URLs of an external etcd: each client adds its own path to them. */
export const etcdEndpoints: Rule<GroupsPlace> = ({ etcd: { endpoints } }) => {
  const pathOf = (index: number) => ["etcd", "endpoints", index] as const;
  const problems = endpoints.map(problem);
  const wrong = problems.flatMap((found, index): readonly Finding[] =>
    found === null ? [] : [{ code: "url-syntax", places: [{ path: pathOf(index) }], ...found }],
  );
  const twice = repeated({
    // One that is wrong by itself is told enough.
    keys: endpoints.map((endpoint) => new URL(endpoint).origin),
    pathOf,
    label: "first named here",
    message: (_origin, index) => `the endpoint ${endpoints[index]} is named twice`,
    help: "name it once",
  });
  return [...wrong, ...twice.filter(({ places: [{ path }] }) => problems[Number(path.at(-1))] === null)];
};
