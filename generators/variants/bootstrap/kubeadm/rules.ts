/** What a kubeadm cluster cannot be. */
import type { Finding } from "../../../../schema/diagnostics.ts";
import type { Rule } from "../../../model/variants.ts";
import { KNOWN_RELEASES } from "../../kubernetes/pins.ts";

/** Programs that nobody knows the content of: what comes would be run as root on every machine. */
const unknownPrograms: Rule = ({ kubernetes: { programs, version } }) => {
  const unknown = programs.filter(({ digest }) => digest === null);
  if (unknown.length === 0) return [];
  const paste = unknown.map(({ key }) => `${key}: <SHA-256>`).join(", ");
  return [
    {
      code: "program-unknown",
      places: [{ path: ["kubernetes", "version"] }],
      message: `nobody here knows the content of the programs of Kubernetes ${version}: ${unknown.map(({ key }) => key).join(", ")}`,
      notes: [`known releases: ${KNOWN_RELEASES.join(", ")}`],
      help: `choose one of these, or say the digests, as the release has them beside each file (<file>.sha256): programs: { ${paste} }`,
    },
  ];
};

/** Its certificates are for a name: an address goes with its machine, and all that knows it has to be told another. */
const namedEndpoint: Rule = ({ controlPlane: { host } }) =>
  /^[0-9.]+$/.test(host)
    ? [
        {
          code: "unsupported-combination",
          places: [{ path: ["controlPlane", "endpoint"] }, { path: ["kubernetes", "version"], label: "this version" }],
          message: `the control plane is known by a name, and ${host} is an address`,
          notes: ["certificates, and every machine's way to the API, are made for it once"],
          help: "name it, such as controlPlane: { endpoint: api.example.com }, or leave it out: every host then writes a name down",
        },
      ]
    : [];

/** Several of them, and etcd apart from them, are not built yet. */
const oneControlPlane: Rule = ({ controlPlane: { most }, roles, kubernetes }) => {
  const apart = roles.some(({ runsEtcd, isControlPlane }) => runsEtcd && !isControlPlane);
  const found: Finding[] = [];
  if (most > 1 || apart) {
    found.push({
      code: "unsupported-combination",
      places: [{ path: ["kubernetes", "version"] }],
      message: apart
        ? `etcd of Kubernetes ${kubernetes.version} runs on its control plane, and hosts have it without`
        : `a control plane of Kubernetes ${kubernetes.version} is one machine here, and there would be ${most}`,
      help: apart
        ? "take the role etcd away from hosts that are not the control plane"
        : "have one: one host with the role control-plane, or controlPlane.count: 1",
    });
  }
  return found;
};

/** Nobody would give its control plane the certificates of another etcd. */
const ownEtcd: Rule = ({ etcd: { endpoints }, kubernetes }) =>
  endpoints.length === 0
    ? []
    : [
        {
          code: "unsupported-combination",
          places: [
            { path: ["etcd", "endpoints"], part: "key" },
            { path: ["kubernetes", "version"], label: "this version" },
          ],
          message: `the control plane of Kubernetes ${kubernetes.version} has an etcd of its own`,
          help: "remove the endpoints",
        },
      ];

export const kubeadmRules: readonly Rule[] = [unknownPrograms, namedEndpoint, oneControlPlane, ownEtcd];
