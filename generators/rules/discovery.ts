import type { Finding } from "../../schema/diagnostics.ts";
import { asksDirectly } from "../facts/egress.ts";
import type { Rule } from "../model/variants.ts";

/**
 * A discovery URL ends with the token that members meet under: the last part of its path (etcd's discovery protocol). What
 * the public service answers with is one; its own address, or that of its page which makes them, is none.
 */
export const discoveryToken: Rule = ({ etcd: { discoveryUrl } }) => {
  if (discoveryUrl === null) return [];
  const { pathname, origin } = new URL(discoveryUrl);
  const token = pathname.split("/").at(-1);
  if (token !== "" && pathname !== "/new") return [];
  const finding: Finding = {
    code: "placeholder",
    places: [{ path: ["etcd", "discoveryUrl"] }],
    message: `the URL "${discoveryUrl}" has no token at its end: no member would ever meet another there`,
    help: `put there what this prints, made anew for each cluster: curl '${origin}/new?size=1'`,
  };
  return [finding];
};

/** Members that would wait for a service which they cannot reach. */
export const discoveryWithoutProxy: Rule = ({
  egress: { proxy },
  etcd: { discoveryUrl },
  kubernetes: { features },
}) => {
  if (proxy === null || discoveryUrl === null || features.discoveryProxy) return [];
  const { hostname } = new URL(discoveryUrl);
  if (asksDirectly(proxy, hostname)) return [];
  const finding: Finding = {
    code: "unsupported-combination",
    places: [
      { path: ["etcd", "discoveryUrl"] },
      { path: ["egress", "proxy"], label: "the proxy" },
      { path: ["kubernetes", "version"], label: `goes with etcd ${features.etcd}` },
    ],
    message: `etcd ${features.etcd} asks ${hostname} directly: it knows no proxy`,
    help: `leave it out, and nodes join the control plane's etcd; or, where machines reach ${hostname} by themselves, say so: noProxy: [${hostname}]`,
  };
  return [finding];
};
