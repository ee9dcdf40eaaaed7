/** What tells Kubernetes of AWS, on both kinds of place there. Machines of today's releases are not made on AWS yet: objects are. */
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { contentsOf } from "../generators/contents.ts";
import { manifestFiles } from "../generators/manifests/artifacts.ts";
import type { ClusterSpec } from "../schema/generated/types.ts";
import { resolved, specOf } from "./support/cases.ts";

const filesOf = (name: string, version: string) => {
  const spec = parse(specOf(name).toString()) as ClusterSpec;
  const { cluster, variants } = resolved({
    ...spec,
    kubernetes: { version },
    os: { ...spec.os, family: "ubuntu" },
    network: { ...spec.network, type: "flannel" },
  });
  const { objects } = contentsOf(cluster, variants);
  return manifestFiles(cluster, objects, variants.shape, new Map()).filter(({ path }) => path.includes("-cloud."));
};

describe.each(["one-zone", "multi-zone-coreos"])("on the place of %s", (name) => {
  const files = filesOf(name, "1.36.4");

  test("it comes after the network, and before whatever runs on nodes", () => {
    expect(files.map(({ path }) => path.replace("manifests/", ""))).toEqual([
      "06-cloud.clusterrole-system-cloud-controller-manager.yaml",
      "06-cloud.clusterrolebinding-system-cloud-controller-manager.yaml",
      "06-cloud.daemonset-aws-cloud-controller-manager.yaml",
      "06-cloud.rolebinding-cloud-controller-manager-apiserver-authentication-reader.yaml",
      "06-cloud.serviceaccount-cloud-controller-manager.yaml",
    ]);
  });

  test.each(files.map(({ path, content }) => [path, content] as const))(
    "%s is what its API takes",
    async (_path, content) => {
      const object = parse(content) as { apiVersion: string; kind: string };
      const group = await import(/* @vite-ignore */ `kubernetes-models/${object.apiVersion}`);
      await new group[object.kind](object).validate();
    },
  );

  test("it runs where no node is ready, and none is known: nothing waits for it for ever", () => {
    const daemon = parse(files.find(({ path }) => path.includes("daemonset"))?.content ?? "");
    const { hostNetwork, tolerations, containers, nodeSelector } = daemon.spec.template.spec;
    expect(hostNetwork).toBe(true);
    expect(nodeSelector).toEqual({ "node-role.kubernetes.io/control-plane": "" });
    expect(tolerations.map(({ key }: { key: string }) => key)).toEqual([
      "node.cloudprovider.kubernetes.io/uninitialized",
      "node-role.kubernetes.io/control-plane",
      "node.kubernetes.io/not-ready",
    ]);
    expect(containers[0].env).toContainEqual({ name: "KUBERNETES_SERVICE_HOST", value: "127.0.0.1" });
  });
});

test("its release goes with the line's, and stays behind where there is none yet", () => {
  const image = (version: string) =>
    /image: .*:(v.*)/.exec(
      filesOf("one-zone", version)
        .map(({ content }) => content)
        .join(),
    )?.[1];
  expect(["1.35.8", "1.36.4", "1.37.1"].map(image)).toEqual(["v1.35.2", "v1.36.1", "v1.36.1"]);
});

test("releases that know AWS themselves, or not at all, have nothing of it", () => {
  expect(filesOf("one-zone", "1.2.7")).toEqual([]);
});
