import type { Finding } from "../../schema/diagnostics.ts";
import type { Cluster } from "../model/cluster.ts";
import type { Rule, Variants } from "../model/variants.ts";
import { featuresOf, isPackaged, SUPPORTED_LINES } from "../variants/kubernetes/index.ts";
import { familiesThatRun } from "../variants/os/index.ts";

/** What the version has no machines of, or no network. */
function withVersion({ os, network, kubernetes }: Cluster, variants: Variants): readonly Finding[] {
  const { networks, families } = variants.place;
  const found: Finding[] = [];
  if (variants.network.ended !== null && networks.includes(network.type)) {
    found.push({
      code: "unsupported-combination",
      places: [{ path: ["network", "type"] }, { path: ["kubernetes", "version"], label: "this version" }],
      message: `the pod network "${network.type}" is not there for Kubernetes ${kubernetes.version}: ${variants.network.ended}`,
      help: "choose flannel or routes",
    });
  }
  if (kubernetes.supported && families.includes(os.family) && !variants.os.runs(kubernetes.features)) {
    const others = familiesThatRun(families, kubernetes.features);
    const lines = SUPPORTED_LINES.filter((line) => variants.os.runs(featuresOf(line))).join(", ");
    found.push({
      code: "unsupported-combination",
      places: [{ path: ["os", "family"] }, { path: ["kubernetes", "version"], label: "this version" }],
      message: `machines of the family "${os.family}" do not run Kubernetes ${kubernetes.version}`,
      help: `choose ${others.length === 0 ? "" : `the family ${others.join(" or ")}, or `}a release of ${lines}`,
    });
  }
  return found;
}

/** Choices along the axes that do not go together, each with what would. */
export const combinations: Rule = (cluster, _contents, variants) => {
  const { platform, os, network, kubernetes } = cluster;
  const { networks, families, nodesComeAndGo } = variants.place;
  const place = { path: ["platform", "type"], label: "the platform" } as const;
  const found: Finding[] = [];
  if (!networks.includes(network.type)) {
    found.push({
      code: "unsupported-combination",
      places: [{ path: ["network", "type"] }, place],
      message: `the pod network "${network.type}" is not there on the platform "${platform.type}"`,
      help: `choose ${networks.join(" or ")}`,
    });
  }
  if (!families.includes(os.family)) {
    found.push({
      code: "unsupported-combination",
      places: [{ path: ["os", "family"] }, place],
      message: `machines of the family "${os.family}" are not there on the platform "${platform.type}"`,
      help: `choose ${families.join(" or ")}`,
    });
  }
  if (variants.os.needsSteps && !variants.platform.runsSteps && families.includes(os.family)) {
    found.push({
      code: "unsupported-combination",
      places: [{ path: ["os", "family"] }, place],
      message: `machines of the family "${os.family}" go through steps of a boot, which the platform "${platform.type}" does not run`,
      help: `choose ${families.filter((family) => family !== os.family).join(" or ")}`,
    });
  }
  found.push(...withVersion(cluster, variants));
  const { brings } = variants.os;
  const image = { path: ["os", "family"], label: "the image" } as const;
  if (brings !== null && networks.includes(network.type) && !brings.networks.includes(network.type)) {
    found.push({
      code: "unsupported-combination",
      places: [{ path: ["network", "type"] }, image],
      message: `the image of the family "${os.family}" has no programs for the pod network "${network.type}"`,
      help: `choose ${brings.networks.join(" or ")}`,
    });
  }
  if (brings === null && isPackaged(kubernetes.version)) {
    found.push({
      code: "unsupported-combination",
      places: [{ path: ["kubernetes", "version"] }, image],
      message: `Kubernetes ${kubernetes.version} is there only as a package of an image, and those of the family "${os.family}" have none`,
      help: "choose os.family atomic, or 1.0 or later",
    });
  }
  if (brings !== null && kubernetes.supported && kubernetes.features.nodeRegistration === "kube-register") {
    found.push({
      code: "unsupported-combination",
      places: [{ path: ["kubernetes", "version"] }, image],
      message: `no image of the family "${os.family}" has Kubernetes ${kubernetes.version}`,
      help: "choose 0.17 or later",
    });
  }
  if (nodesComeAndGo !== null && kubernetes.supported && kubernetes.features.nodesVote) {
    found.push({
      code: "unsupported-combination",
      places: [{ path: ["kubernetes", "version"] }, place],
      message: `Kubernetes ${kubernetes.version} does not go with the platform "${platform.type}": its nodes are members of etcd`,
      notes: [nodesComeAndGo],
      help: "choose 1.0 or later, whose nodes register themselves",
    });
  }
  return found;
};
