/** How many hosts what the cluster rests on has. */
import type { Finding } from "../../../../schema/diagnostics.ts";
import { CONTROL_PLANE, ETCD_MEMBER } from "../../../facts/naming.ts";
import type { Rule } from "../../../model/variants.ts";
import type { HostsPlace } from "../place/model.ts";

const HOSTS = { path: ["platform", "hosts"], part: "key" } as const;

/** A majority of two is two: the second member makes it likelier that etcd stops, and of any even number the last does. */
export const evenMembers: Rule<HostsPlace> = ({ etcd: { members }, platform, kubernetes }) => {
  const { length } = members;
  // A control plane of today's releases is one machine here, and etcd is on it.
  if (!kubernetes.features.plainApi || length === 0 || length % 2 === 1) return [];
  const said = platform.hosts.find(({ parts }) => parts.includes(ETCD_MEMBER));
  return [
    {
      code: "etcd-members",
      severity: "warning",
      places: [said === undefined ? HOSTS : { path: ["platform", "hosts", said.index] }],
      message: `etcd has ${length} members: it outlives the loss of ${length / 2 - 1}, as one of ${length - 1} does`,
      notes: [
        `etcd goes on while more than half of its members are there: ${length / 2 + 1} of ${length}; each member more is one more that may fail`,
      ],
      help: `make it ${length - 1} or ${length + 1}: the role ${ETCD_MEMBER} of hosts`,
    },
  ];
};

/** Several hosts of the control plane have to agree on who acts, and to be reached by one name. */
export const severalControlPlanes: Rule<HostsPlace> = ({ controlPlane, kubernetes, platform }) => {
  if (!kubernetes.features.plainApi || controlPlane.most < 2) return [];
  const second = platform.hosts.filter(({ parts }) => parts.includes(CONTROL_PLANE))[1];
  const place = second === undefined ? HOSTS : { path: ["platform", "hosts", second.index] };
  const old: readonly Finding[] =
    kubernetes.features.leaderElection || !kubernetes.supported
      ? []
      : [
          {
            code: "unsupported-combination",
            places: [place, { path: ["kubernetes", "version"] }],
            message: `Kubernetes ${kubernetes.version} has no way for ${controlPlane.most} hosts of the control plane to agree on who acts`,
            help: "make one host the control plane, or choose 1.2 or later",
          },
        ];
  const lost: readonly Finding[] = platform.endpoint
    ? []
    : [
        {
          code: "missing-key",
          places: [place],
          message: `the control plane has ${controlPlane.most} hosts, and nothing leads to whichever of them serves`,
          help: "name what does, such as a load balancer of yours for port 8080: controlPlane: { endpoint: api.example.com }",
        },
      ];
  return [...old, ...lost];
};

/** Releases whose nodes others have to register, by a program that asks every machine's own etcd. */
export const nodesRegister: Rule<HostsPlace> = ({ kubernetes, platform }) =>
  kubernetes.supported && kubernetes.features.nodeRegistration === "kube-register"
    ? [
        {
          code: "unsupported-combination",
          places: [{ path: ["kubernetes", "version"] }, { path: ["platform", "type"], label: "the platform" }],
          message: `Kubernetes ${kubernetes.version} does not go with the platform "${platform.type}": others register its nodes, by the etcd on each of them`,
          help: "choose 1.0 or later, whose nodes register themselves",
        },
      ]
    : [];
