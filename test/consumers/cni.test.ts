/** The container network of `routes`, made by the real plug-ins as containerd runs them: one after the other, each with what came before. */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { Network } from "../support/booted.ts";
import { compileCase, contentOf } from "../support/cases.ts";
import { prepareTodayTree, TODAY_TREE } from "../support/today.ts";
import { program, root, run, scratch, testWith, works } from "../support/tools.ts";

const NEEDS = [
  root,
  program("debootstrap"),
  program("iptables"),
  works("network namespaces", "unshare", "--net", "true"),
];
const test = testWith(...NEEDS);

interface Conflist {
  readonly cniVersion: string;
  readonly name: string;
  readonly plugins: readonly { readonly type: string; readonly capabilities?: object; readonly ipam?: object }[];
}

interface Result {
  readonly ips: readonly { readonly address: string; readonly gateway: string }[];
}

describe("a pod of a machine whose containers have 10.10.11.0/24", () => {
  const compiled = compileCase("hosts-add-ons");
  const text = contentOf(compiled, "machines/worker/files/etc/cni/net.d/10-routes.conflist");
  const { cniVersion, name, plugins } = JSON.parse(text.replace("%%MACHINE_CONTAINERS%%", "10.10.11.0/24")) as Conflist;
  const bin = join(TODAY_TREE, "usr/lib/cni");
  let machine: Network;
  let pod = "";
  let given = "";

  beforeAll(() => {
    if (!NEEDS.every(({ met }) => met)) return;
    prepareTodayTree();
    machine = new Network("cni");
    pod = `${machine.name}-pod`;
    run("ip", ["netns", "add", pod]);
  });

  afterAll(() => machine?.remove([pod]));

  const call = (command: string, index: number, previous: object | undefined) => {
    const plugin = plugins[index];
    const config = {
      cniVersion,
      name,
      ...plugin,
      // What it has given away is written down where the test is, not on this machine.
      ...(plugin?.ipam === undefined ? {} : { ipam: { ...plugin.ipam, dataDir: given } }),
      ...(plugin?.capabilities === undefined
        ? {}
        : { runtimeConfig: { portMappings: [{ hostPort: 8080, containerPort: 80, protocol: "tcp" }] } }),
      ...(previous === undefined ? {} : { prevResult: previous }),
    };
    const made = run("ip", ["netns", "exec", machine.name, join(bin, plugin?.type ?? "")], {
      input: JSON.stringify(config),
      env: {
        CNI_COMMAND: command,
        CNI_CONTAINERID: "pod",
        CNI_NETNS: `/run/netns/${pod}`,
        CNI_IFNAME: "eth0",
        CNI_PATH: bin,
      },
    });
    expect(made.status, made.output).toBe(0);
    return made.stdout === "" ? undefined : (JSON.parse(made.stdout) as Result);
  };

  test("has an address of the range, a way out by its machine, and its ports are the machine's", () => {
    given = scratch();
    let result: Result | undefined;
    for (const index of plugins.keys()) result = call("ADD", index, result);
    expect(result?.ips).toMatchObject([{ address: "10.10.11.2/24", gateway: "10.10.11.1" }]);
    const routes = run("ip", ["-n", pod, "route"]).stdout;
    expect(routes).toContain("default via 10.10.11.1");
    expect(run("ip", ["netns", "exec", pod, "ping", "-c", "1", "-W", "2", "10.10.11.1"]).status).toBe(0);
    expect(run("ip", ["-n", machine.name, "-d", "link", "show", "cni0"]).stdout).toContain("bridge");
    const rules = machine.run("iptables", "-t", "nat", "-S").stdout;
    expect(rules).toMatch(/8080/);
    for (const index of [...plugins.keys()].reverse()) call("DEL", index, result);
  });
});
