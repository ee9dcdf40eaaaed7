/** Rules of security groups as most of them are. */
import type { IngressRule } from "./model.ts";

export const EVERYWHERE = { cidr: "0.0.0.0/0" } as const;

export const tcp = (key: string, port: number, source: IngressRule["source"], description: string): IngressRule => ({
  key,
  description,
  protocol: "tcp",
  ports: [port, port],
  source,
  from: ["platform"],
});

export const all = (
  protocol: "tcp" | "udp",
  key: string,
  source: IngressRule["source"],
  description: string,
): IngressRule => ({
  key,
  description,
  protocol,
  ports: [0, 65535],
  source,
  from: ["platform"],
});

/** A rule's name for a range, which a Terraform address takes: `ssh_from`, `203.0.113.0/24` → `ssh_from_203_0_113_0_24` */
export const keyOfRange = (prefix: string, cidr: string): string => `${prefix}_${cidr.replaceAll(/[./]/g, "_")}`;
