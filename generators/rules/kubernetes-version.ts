import type { Rule } from "../model/variants.ts";
import { SUPPORTED_LINES } from "../variants/kubernetes/index.ts";

export const kubernetesVersion: Rule = ({ kubernetes }) => {
  if (kubernetes.supported) return [];
  const lines = SUPPORTED_LINES.map((line) => `${line}.x`).join(", ");
  return [
    {
      code: "kubernetes-version",
      places: [{ path: ["kubernetes", "version"] }],
      message: `Kubernetes "${kubernetes.version}" is not supported`,
      help: `supported versions: ${lines}`,
    },
  ];
};
