import type { Finding } from "../../schema/diagnostics.ts";
import type { Rule } from "../model/variants.ts";
import { isPackaged } from "../variants/kubernetes/index.ts";

/** Choices along the axes that do not go together, each with what would. */
export const combinations: Rule = ({ platform, os, network, kubernetes }, _contents, variants) => {
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
