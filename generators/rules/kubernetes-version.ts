import type { Rule } from "../model/variants.ts";
import { SUPPORTED_LINES } from "../variants/kubernetes/index.ts";

const VERSION = ["kubernetes", "version"] as const;

export const kubernetesVersion: Rule = ({ kubernetes }) => {
  if (kubernetes.supported) return [];
  const lines = SUPPORTED_LINES.map((line) => `${line}.x`).join(", ");
  return [
    {
      code: "kubernetes-version",
      places: [{ path: VERSION }],
      message: `Kubernetes "${kubernetes.version}" is not supported`,
      help: `supported versions: ${lines}`,
      // The features of the nearest version stand in for its own.
      unsettles: [VERSION],
    },
  ];
};
