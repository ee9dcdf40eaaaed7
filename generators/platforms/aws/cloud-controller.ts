/**
 * What tells Kubernetes of AWS: which instance a node is, where it stands, whether it is there any more; and makes load balancers for
 * services. Until it has looked at a node, nothing runs there (`node.cloudprovider.kubernetes.io/uninitialized`).
 */
import type { IDaemonSet } from "kubernetes-models/apps/v1";
import type { IClusterRole, IClusterRoleBinding, IRoleBinding } from "kubernetes-models/rbac.authorization.k8s.io/v1";
import type { IServiceAccount } from "kubernetes-models/v1";
import { LOOPBACK } from "../../facts/endpoints.ts";
import * as ports from "../../facts/ports.ts";
import type { Cluster } from "../../model/cluster.ts";
import { type Verbatim, verbatim } from "../../model/objects.ts";

const NAMESPACE = "kube-system";
const NAME = "cloud-controller-manager";
const LABELS = { "k8s-app": "aws-cloud-controller-manager" };
const ROLE = "system:cloud-controller-manager";

const ACCOUNT: IServiceAccount = {
  apiVersion: "v1",
  kind: "ServiceAccount",
  metadata: { name: NAME, namespace: NAMESPACE },
};

/** What its controllers do (kubernetes/cloud-provider-aws, examples/existing-cluster/base/cluster-role.yaml). */
const RIGHTS: IClusterRole = {
  apiVersion: "rbac.authorization.k8s.io/v1",
  kind: "ClusterRole",
  metadata: { name: ROLE },
  rules: [
    { apiGroups: [""], resources: ["events"], verbs: ["create", "patch", "update"] },
    { apiGroups: [""], resources: ["nodes"], verbs: ["*"] },
    { apiGroups: [""], resources: ["nodes/status"], verbs: ["patch"] },
    { apiGroups: [""], resources: ["services", "services/status"], verbs: ["list", "patch", "update", "watch"] },
    { apiGroups: [""], resources: ["serviceaccounts"], verbs: ["create", "get", "list", "watch"] },
    { apiGroups: [""], resources: ["persistentvolumes"], verbs: ["get", "list", "update", "watch"] },
    { apiGroups: [""], resources: ["endpoints"], verbs: ["create", "get", "list", "watch", "update"] },
    {
      apiGroups: ["coordination.k8s.io"],
      resources: ["leases"],
      verbs: ["create", "get", "list", "watch", "update"],
    },
    {
      apiGroups: [""],
      resources: ["serviceaccounts/token"],
      resourceNames: ["node-controller", "service-controller", "route-controller"],
      verbs: ["create"],
    },
  ],
};

const BINDING: IClusterRoleBinding = {
  apiVersion: "rbac.authorization.k8s.io/v1",
  kind: "ClusterRoleBinding",
  metadata: { name: ROLE },
  roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: ROLE },
  subjects: [{ kind: "ServiceAccount", name: NAME, namespace: NAMESPACE }],
};

/** How it knows who asks itself for its metrics. */
const READER: IRoleBinding = {
  apiVersion: "rbac.authorization.k8s.io/v1",
  kind: "RoleBinding",
  metadata: { name: `${NAME}:apiserver-authentication-reader`, namespace: NAMESPACE },
  roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "extension-apiserver-authentication-reader" },
  subjects: [{ kind: "ServiceAccount", name: NAME, namespace: NAMESPACE }],
};

/** Beside the API server, which it asks where it is: it comes before there is a network, and before services are led anywhere. */
const daemon = ({ name, network, kubernetes }: Cluster): IDaemonSet => ({
  apiVersion: "apps/v1",
  kind: "DaemonSet",
  metadata: { name: `aws-${NAME}`, namespace: NAMESPACE, labels: LABELS },
  spec: {
    selector: { matchLabels: LABELS },
    updateStrategy: { type: "RollingUpdate" },
    template: {
      metadata: { labels: LABELS },
      spec: {
        serviceAccountName: NAME,
        hostNetwork: true,
        dnsPolicy: "Default",
        priorityClassName: "system-node-critical",
        nodeSelector: { "node-role.kubernetes.io/control-plane": "" },
        tolerations: [
          { key: "node.cloudprovider.kubernetes.io/uninitialized", value: "true", effect: "NoSchedule" },
          { key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" },
          { key: "node.kubernetes.io/not-ready", operator: "Exists", effect: "NoSchedule" },
        ],
        containers: [
          {
            name: `aws-${NAME}`,
            image: kubernetes.features.cloudControllerImage,
            args: [
              "--cloud-provider=aws",
              `--cluster-name=${name}`,
              `--cluster-cidr=${network.podCidr}`,
              // The controller manager gives nodes their ranges, or the machines' addresses do.
              "--allocate-node-cidrs=false",
              "--configure-cloud-routes=false",
              "--use-service-account-credentials=true",
              "--leader-elect=true",
              "--v=2",
            ],
            env: [
              { name: "KUBERNETES_SERVICE_HOST", value: LOOPBACK },
              { name: "KUBERNETES_SERVICE_PORT", value: String(ports.API_TLS) },
            ],
            resources: { requests: { cpu: "50m", memory: "64Mi" } },
            securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
          },
        ],
      },
    },
  },
});

/** Of today's releases: those before have what they know of AWS in their own components, or do without. */
export const cloudController = (cluster: Cluster): readonly Verbatim[] =>
  cluster.kubernetes.features.plainApi
    ? []
    : [ACCOUNT, RIGHTS, BINDING, READER, daemon(cluster)].map((object) =>
        verbatim(object, {
          namespace: NAMESPACE,
          owner: "cloud",
          from: [["platform"], ["kubernetes"], ["name"], ["network"]],
        }),
      );
