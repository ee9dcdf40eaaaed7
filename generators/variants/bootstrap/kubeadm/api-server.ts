/** What the API server reads beside its flags: who may ask without a name, and what is written into its log. */
import type { MachineFile } from "../../../model/machine.ts";
import { machineFile } from "../../../parts/files.ts";
import { yamlText } from "../../../text/yaml.ts";
import { API_SERVER_DIRECTORY } from "./names.ts";
import type { AuditPolicy, AuthenticationConfiguration } from "./types.ts";

/** Those that kubeadm's own probes ask, and load balancers (cmd/kubeadm/app/util/staticpod/utils.go). */
const HEALTH = ["/livez", "/readyz", "/healthz"] as const;

const authentication: AuthenticationConfiguration = {
  apiVersion: "apiserver.config.k8s.io/v1",
  kind: "AuthenticationConfiguration",
  anonymous: { enabled: true, conditions: HEALTH.map((path) => ({ path })) },
};

/** Who did what, without what secrets hold; what machines ask all the time is left out. */
const auditPolicy: AuditPolicy = {
  apiVersion: "audit.k8s.io/v1",
  kind: "Policy",
  omitStages: ["RequestReceived"],
  rules: [
    { level: "None", nonResourceURLs: [...HEALTH.map((path) => `${path}*`), "/version", "/openapi*", "/api*"] },
    {
      level: "None",
      users: ["system:kube-proxy"],
      verbs: ["watch"],
      resources: [
        { group: "", resources: ["services", "nodes"] },
        { group: "discovery.k8s.io", resources: ["endpointslices"] },
      ],
    },
    {
      level: "None",
      userGroups: ["system:nodes"],
      verbs: ["get", "list", "watch"],
      resources: [{ group: "", resources: ["nodes", "nodes/status", "pods", "services"] }],
    },
    { level: "None", resources: [{ group: "coordination.k8s.io", resources: ["leases"] }] },
    { level: "None", resources: [{ group: "", resources: ["events"] }, { group: "events.k8s.io" }] },
    {
      level: "Metadata",
      resources: [
        { group: "", resources: ["secrets", "configmaps", "serviceaccounts/token"] },
        { group: "authentication.k8s.io", resources: ["tokenreviews"] },
      ],
    },
    { level: "Request", verbs: ["create", "update", "patch", "delete", "deletecollection"] },
    { level: "Metadata" },
  ],
};

const FROM = ["kubernetes"] as const;

/** The key that secrets are encrypted with is beside them: the control plane makes it, and nobody else has it. */
export const apiServerFiles: readonly MachineFile[] = [
  machineFile(`${API_SERVER_DIRECTORY}/audit-policy.yaml`, "0600", yamlText(auditPolicy), FROM),
  machineFile(`${API_SERVER_DIRECTORY}/authentication.yaml`, "0600", yamlText(authentication), FROM),
];
