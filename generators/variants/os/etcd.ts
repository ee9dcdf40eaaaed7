import type { Os } from "../../model/cluster.ts";
import { osVariant } from "./index.ts";
import type { Etcd2 } from "./os.ts";

/** The second generation of etcd on machines of an operating system. */
export const etcdProgram = ({ family }: Pick<Os, "family">): Etcd2 => osVariant(family).etcd2;
