import type { Finding, SpecPath } from "../../schema/diagnostics.ts";
import type { Cluster } from "../model/cluster.ts";
import type { Container, KubernetesObject, Service, Workload } from "../model/objects.ts";
import type { Rule, Shape } from "../model/variants.ts";
import { repeated } from "../text/findings.ts";

const about = ({ kubernetes }: Cluster): string => `Kubernetes ${kubernetes.version}`;

/** What is wrong with the name of a service, RFC 952 or 1035. */
function serviceNameProblem(cluster: Cluster, name: string): string | undefined {
  const { serviceNameLength } = cluster.kubernetes.features;
  if (!/^[a-z]/.test(name)) return "it does not start with a letter";
  return name.length > serviceNameLength
    ? `it has ${name.length} characters; ${serviceNameLength} are allowed`
    : undefined;
}

/** How long a name of a port may be, by the grammar it follows. */
const PORT_NAME_LENGTH = { label: 63, service: 15 } as const;

/** What is wrong with the name of a port. */
function portNameProblem({ kubernetes }: Cluster, name: string): string | undefined {
  const { portNames } = kubernetes.features;
  const most = PORT_NAME_LENGTH[portNames];
  if (name.length > most) return `it has ${name.length} characters; ${most} are allowed`;
  if (portNames === "label") return undefined;
  if (!/[a-z]/.test(name)) return "it has no letter";
  return name.includes("--") ? "it has two hyphens in a row" : undefined;
}

const finding = (cluster: Cluster, path: SpecPath, what: string, name: string, problem: string): Finding => ({
  code: "object-name",
  places: [{ path }],
  message: `${about(cluster)} refuses the ${what} "${name}": ${problem}`,
  help: "choose another name",
  restsOn: [["kubernetes", "version"]],
});

function serviceNames(cluster: Cluster, service: Service, shape: Shape): readonly Finding[] {
  const [path] = service.from;
  const spelled = shape.service(service, cluster.kubernetes.features);
  return spelled.flatMap(({ name }) => {
    const problem = serviceNameProblem(cluster, name);
    return problem === undefined ? [] : [finding(cluster, [...path, "name"], "service name", name, problem)];
  });
}

const portNames = (cluster: Cluster, ports: readonly { readonly name: string }[], path: SpecPath): readonly Finding[] =>
  ports.flatMap(({ name }, index) => {
    const problem = portNameProblem(cluster, name);
    return problem === undefined ? [] : [finding(cluster, [...path, index, "name"], "port name", name, problem)];
  });

/** In 0.9 the name of a label is a DNS label. */
function labelNames(cluster: Cluster, labels: Readonly<Record<string, string>>, path: SpecPath): readonly Finding[] {
  if (!cluster.kubernetes.features.labelsAreDnsLabels) return [];
  return Object.keys(labels)
    .filter((label) => !/^([a-z0-9.-]+\/)?[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(label))
    .map((label) =>
      finding(cluster, [...path, label], "label", label, "only lower-case letters, digits and hyphens are allowed"),
    );
}

const workloadNames = (cluster: Cluster, { containers, labels, from: [path] }: Workload): readonly Finding[] => [
  ...labelNames(cluster, labels, [...path, "labels"]),
  ...containers.flatMap(({ ports, from }) => portNames(cluster, ports, [...from, "ports"])),
];

/** A name that stands twice in a list where each stands once. */
const twice = (keys: readonly string[], path: SpecPath, what: string, key: string): readonly Finding[] =>
  repeated({
    keys,
    pathOf: (index) => [...path, index, key],
    label: "also here",
    message: (value) => (key === "name" ? `two ${what} are called "${value}"` : `two ${what} have the ${key} ${value}`),
    help: `give each a ${key} of its own`,
  });

const names = (items: readonly { readonly name: string }[]): readonly string[] => items.map(({ name }) => name);

const insideContainer = ({ ports, mounts, from }: Container): readonly Finding[] => [
  ...twice(names(ports), [...from, "ports"], "ports", "name"),
  ...twice(
    mounts.map(({ path }) => path),
    [...from, "mounts"],
    "mounts",
    "path",
  ),
];

const duplicatesInside = (object: KubernetesObject): readonly Finding[] => {
  const [path] = object.from;
  if (path[0] !== "workloads" && path[0] !== "services") return [];
  if (object.kind === "service") {
    const ports = [...path, "ports"];
    const numbers = object.ports.map(({ port, protocol }) => `${port}/${protocol}`);
    return [...twice(names(object.ports), ports, "ports", "name"), ...twice(numbers, ports, "ports", "port")];
  }
  if (object.kind !== "workload") return [];
  return [
    ...twice(names(object.containers), [...path, "containers"], "containers", "name"),
    ...twice(names(object.volumes), [...path, "volumes"], "volumes", "name"),
    ...object.containers.flatMap(insideContainer),
  ];
};

interface Named {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly at: SpecPath;
}

/** Objects by the names they are created under: before 1.0 a service may become several. */
const created = ({ kubernetes }: Cluster, object: KubernetesObject, shape: Shape): readonly Named[] => {
  const { kind, namespace, name, from } = object;
  const at = [...from[0], "name"];
  if (kind === "service") {
    return shape.service(object, kubernetes.features).map((each) => ({ kind, namespace, name: each.name, at }));
  }
  return kind === "workload" ? [{ kind, namespace, name, at }] : [];
};

/** The services of the API itself, which it makes when it starts. */
const OF_THE_API = ["kubernetes", "kubernetes-ro"];

/** Objects of one kind that share name and namespace; one would be taken for the other. */
function duplicates(cluster: Cluster, objects: readonly KubernetesObject[], shape: Shape): readonly Finding[] {
  const all = objects.flatMap((object) => created(cluster, object, shape));
  const taken = all.filter(
    ({ kind, namespace, name }) => kind === "service" && namespace === "default" && OF_THE_API.includes(name),
  );
  const twice = repeated({
    keys: all.map(({ kind, namespace, name }) => `${kind} ${namespace} ${name}`),
    pathOf: (index) => all[index]?.at ?? [],
    label: "also here",
    message: (_key, index) =>
      `two ${all[index]?.kind}s are called "${all[index]?.name}" in the namespace "${all[index]?.namespace}"`,
    help: "give each a name of its own",
  });
  return [
    ...taken.map(
      ({ name, at }): Finding => ({
        code: "duplicate-name",
        places: [{ path: at }],
        message: `the service "${name}" in the namespace "default" is the API's own`,
        help: "choose another name",
      }),
    ),
    ...twice,
  ];
}

/** Names that the version's API refuses. */
export const objectNames: Rule = (cluster, { objects }, { shape }) => [
  ...objects.flatMap((object) => {
    if (object.kind === "workload") return workloadNames(cluster, object);
    if (object.kind !== "service") return [];
    const [path] = object.from;
    return [
      ...serviceNames(cluster, object, shape),
      ...portNames(cluster, object.ports, [...path, "ports"]),
      ...labelNames(cluster, object.selector, [...path, "selector"]),
    ];
  }),
  ...objects.flatMap(duplicatesInside),
  ...duplicates(cluster, objects, shape),
];
