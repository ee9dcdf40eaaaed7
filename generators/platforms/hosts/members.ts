import type { EtcdMembers } from "../../model/variants.ts";
import type { HostsPlace } from "./place/model.ts";

/** etcd's data is on the disks of its hosts, each known by its name and address. */
export const hostMembers: EtcdMembers<HostsPlace> = {
  resources: ({ etcd }) =>
    Object.fromEntries(etcd.members.map(({ name, address }) => [name, `host ${name} ${address}`])),
  replacedBy: {},
  listedIn: ["platform", "hosts"],
};
