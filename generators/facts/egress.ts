/** Who is asked by the proxy, and who is not. */
import type { Cluster, HttpProxy } from "../model/cluster.ts";

/**
 * Whether a host is asked without the proxy, as everything on a machine reads its list: an entry stands for itself and
 * for what is below it. Sources: curl's check_noproxy, Go's useProxy, urllib's proxy_bypass_environment.
 */
export const asksDirectly = ({ except }: HttpProxy, host: string): boolean =>
  except
    .map((each) => each.replace(/^\./, "").toLowerCase())
    .some((each) => host.toLowerCase() === each || host.toLowerCase().endsWith(`.${each}`));

/** What leads a program to the proxy; nothing where there is none. */
export const proxyVariables = ({ egress: { proxy } }: Pick<Cluster, "egress">): Readonly<Record<string, string>> =>
  proxy === null ? {} : { http_proxy: proxy.url, https_proxy: proxy.url, no_proxy: proxy.except.join(",") };

/** Docker Hub as images name it. */
export const DOCKER_HUB = "docker.io";
