import type { ISecret } from "kubernetes-models/v1";
import type { Cluster } from "../model/cluster.ts";
import {
  type Container,
  type EnvVar,
  type KubernetesObject,
  type Verbatim,
  verbatim,
  type Workload,
} from "../model/objects.ts";
import { tokensIn } from "../model/token.ts";

interface Taken {
  readonly container: Container;
  /** What the Secret holds, by key. */
  readonly data: Readonly<Record<string, string>>;
}

/** Variables with secrets out of a container, and where they went. */
function takeSecrets(container: Container, secret: string, isSecret: (text: string) => boolean): Taken {
  const data: Record<string, string> = {};
  const env = container.env.map((variable): EnvVar => {
    if (!("value" in variable) || !isSecret(variable.value)) return variable;
    const key = `${container.name}.${variable.name}`;
    data[key] = variable.value;
    return { name: variable.name, secret, key };
  });
  return { container: { ...container, env }, data };
}

function secretOf({ namespace, owner, from }: Workload, name: string, stringData: Record<string, string>): Verbatim {
  const object: ISecret = {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name, namespace },
    type: "Opaque",
    stringData,
  };
  return verbatim(object, { namespace, owner, from });
}

/** Secrets as objects of their own, where the version has them: who may look at a pod may not look at those. */
export function withSecretObjects(
  { kubernetes, tokens }: Cluster,
  objects: readonly KubernetesObject[],
): readonly KubernetesObject[] {
  if (kubernetes.features.secretEnv === "inline") return objects;
  const secretNames = new Set(tokens.filter(({ secret }) => secret).map(({ name }) => name));
  const isSecret = (text: string): boolean => tokensIn(text).some((name) => secretNames.has(name));
  return objects.flatMap((object): readonly KubernetesObject[] => {
    if (object.kind !== "workload") return [object];
    const secret = `${object.name}-secrets`;
    const taken = object.containers.map((container) => takeSecrets(container, secret, isSecret));
    const data = Object.assign({}, ...taken.map((each) => each.data)) as Record<string, string>;
    if (Object.keys(data).length === 0) return [object];
    return [secretOf(object, secret, data), { ...object, containers: taken.map(({ container }) => container) }];
  });
}
