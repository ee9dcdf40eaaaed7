/** What reaches machines of today's releases in auto-scaling groups: each port with who may ask it, and no other. */
import { expect, test } from "vitest";
import { parse } from "yaml";
import type { GroupsPlace } from "../generators/platforms/aws/groups/place/model.ts";
import type { ClusterSpec } from "../schema/generated/types.ts";
import { resolved, specOf } from "./support/cases.ts";

const groups = (version: string) => {
  const spec = parse(specOf("multi-zone-coreos").toString()) as ClusterSpec;
  const { cluster } = resolved({ ...spec, kubernetes: { version }, os: { ...spec.os, family: "ubuntu" } });
  const { securityGroups } = cluster.platform as GroupsPlace;
  return new Map(
    securityGroups.map(({ key, ingress }) => [
      key,
      ingress.map(({ protocol, ports: [first, last], source }) => {
        const who = "cidr" in source ? source.cidr : source.securityGroup;
        return `${protocol} ${first === last ? first : `${first}-${last}`} from ${who}`;
      }),
    ]),
  );
};

test("each machine takes what the cluster asks of it", () => {
  const found = groups("1.36.4");
  expect(found.get("control_plane")).toEqual([
    "tcp 6443 from api",
    "tcp 10250 from nodes",
    "udp 8472 from nodes",
    "udp 8472 from control_plane",
    "icmp -1 from 172.31.0.0/16",
  ]);
  expect(found.get("nodes")).toEqual([
    "tcp 10250 from control_plane",
    "tcp 10250 from nodes",
    "udp 8472 from nodes",
    "udp 8472 from control_plane",
    "icmp -1 from 172.31.0.0/16",
  ]);
  expect(found.get("api")?.[0]).toBe("tcp 6443 from 172.31.0.0/16");
});

test("nobody logs in, and nobody asks etcd or an API without TLS", () => {
  for (const [key, ingress] of groups("1.37.1")) {
    if (key === "public_nodes") continue;
    expect(ingress.filter((rule) => / (22|2379|2380|8080) /.test(rule))).toEqual([]);
  }
});

test("machines of old releases are reached as they were", () => {
  expect(groups("1.2.7").get("control_plane")).toContain("tcp 8080 from nodes");
});
