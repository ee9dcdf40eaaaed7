/** The ports that pods cannot have are those that the machines' own programs say they listen on. */
import { expect, test } from "vitest";
import { compileText, specOf } from "./support/cases.ts";

const claiming = (name: string, port: number, protocol: string): readonly string[] => {
  const spec = specOf(name).toString();
  const own = `workloads: [{ name: probe, containers: [{ name: probe, image: "example/probe:1", ports: [{ name: p, port: ${port}, hostPort: ${port}, protocol: ${protocol} }] }] }]\n`;
  const { diagnostics } = compileText(`${spec.replace(/^(workloads|services):[\s\S]*?\n(?=\S|$)/gm, "")}${own}`);
  return diagnostics.filter(({ code }) => code === "host-port-conflict").map(({ message }) => message);
};

test.each([
  ["one-zone", 22, "TCP", "SSH"],
  ["one-zone", 68, "UDP", "the image's DHCP client"],
  ["one-zone", 4194, "TCP", "cAdvisor"],
  ["one-zone", 10248, "TCP", "the kubelet"],
  ["one-zone", 10249, "TCP", "kube-proxy"],
  ["one-zone", 10250, "TCP", "the kubelet"],
  ["one-zone", 10255, "TCP", "the kubelet"],
  ["one-zone", 4001, "TCP", "etcd"],
  ["multi-zone-coreos", 8472, "UDP", "flannel"],
])("in %s %i/%s is refused: %s listens there", (name, port, protocol, who) => {
  expect(claiming(name, port, protocol)).toEqual([`"probe" claims port ${port} of the nodes, where ${who} listens`]);
});

test.each([
  ["the same number of the other protocol", "one-zone", 10248, "UDP"],
  ["what only the control plane listens on", "one-zone", 10251, "TCP"],
  ["flannel's where there is none", "one-zone", 8472, "UDP"],
  ["etcd's where nodes run none", "multi-zone-coreos", 2379, "TCP"],
])("%s is free", (_what, name, port, protocol) => {
  expect(claiming(name, port, protocol)).toEqual([]);
});
