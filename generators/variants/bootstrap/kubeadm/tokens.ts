/** What only a machine knows of itself, in what it is told: it binds that as it boots. */
import { ADDRESS, CONTAINERS, NAME, type Own } from "../../../facts/own.ts";
import type { Declared } from "../../../model/token.ts";

const own = ({ variable, token: name }: Own, description: string): Declared => ({
  declaration: {
    name,
    description,
    secret: false,
    internal: true,
    source: { kind: "environment", reference: variable, key: null },
  },
  declaredBy: ["kubernetes"],
});

export const kubeadmTokens: readonly Declared[] = [
  own(NAME, "name of the machine as a node"),
  own(ADDRESS, "address of the machine"),
  own(CONTAINERS, "range of the machine's containers"),
];
