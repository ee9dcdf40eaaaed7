import type { Finding } from "../../schema/diagnostics.ts";
import type { Rule } from "../model/variants.ts";

/** `kubernetes.io/…`, `beta.kubernetes.io/…`, `k8s.io/…`; what a key without a prefix says is the operator's. */
const RESERVED = /^(?:[^/]+\.)?(?:kubernetes|k8s)\.io\//;
/** Where the kubelet's own flag takes labels of others: `isKubernetesLabel` of its options, from 1.16 on. */
const OPEN = /^(?:[^/]+\.)?(?:kubelet|node)\.kubernetes\.io\/(?!instance-type$)/;

/**
 * Labels below Kubernetes' own names: kubelet, cloud provider and controllers set and read them (a host's name tells nodes
 * apart for the scheduler), and kubelets since 1.16 do not start when they are told others.
 */
export const nodeLabels: Rule = ({ nodePools }) =>
  nodePools.flatMap(({ labels }, index) =>
    Object.keys(labels)
      .filter((key) => RESERVED.test(key) && !OPEN.test(key))
      .map(
        (key): Finding => ({
          code: "duplicate-name",
          places: [{ path: ["nodePools", index, "labels", key], part: "key" }],
          message: `the label "${key}" is not the spec's to set: Kubernetes keeps names below ${key.split("/")[0]} for itself`,
          help: `remove it, or choose a label of your own, such as example.com/${key.split("/")[1] ?? ""}`,
        }),
      ),
  );
