import type { Finding, Place } from "../../../../schema/diagnostics.ts";
import { CONTROL_PLANE } from "../../../facts/naming.ts";
import { filesOf } from "../../../machines/own-files.ts";
import type { Cluster } from "../../../model/cluster.ts";
import type { Machine } from "../../../model/machine.ts";
import type { Rule } from "../../../model/variants.ts";

import { MAX_USER_DATA, userDataBytes } from "../place/limits.ts";

/** The spec's own file that takes the most room in a role's user-data. */
function largestFile(cluster: Cluster, machine: Machine): readonly Place[] {
  const [largest] = filesOf(cluster, machine).toSorted((a, b) => b.content.length - a.content.length);
  if (largest === undefined) return [];
  const index = cluster.files.indexOf(largest);
  return [
    { path: ["files", index, "path"], label: `${largest.content.length} characters before its tokens are bound` },
  ];
}

/** EC2 refuses the machine at apply, long after the plan looked well. */
export const userDataSize: Rule = (cluster, { payloads }) =>
  payloads.flatMap(({ machine, userData }): readonly Finding[] => {
    const bytes = userDataBytes(cluster.tokens, userData);
    if (bytes <= MAX_USER_DATA) return [];
    const pool = cluster.nodePools.findIndex((each) => each.name === machine.role);
    const keys = cluster.os.sshAuthorizedKeys.reduce((sum, key) => sum + key.length, 0);
    return [
      {
        code: "user-data-size",
        places: [
          machine.role === CONTROL_PLANE ? { path: ["controlPlane"] } : { path: ["nodePools", pool, "name"] },
          ...largestFile(cluster, machine),
          ...(keys > 0 ? [{ path: ["os", "sshAuthorizedKeys"], label: `${keys} bytes of keys` }] : []),
        ],
        message: `the user-data of the ${machine.title} has ${bytes} bytes; EC2 takes ${MAX_USER_DATA}`,
        help:
          filesOf(cluster, machine).length > 0
            ? "shorten the files, or have a unit of your own fetch them"
            : keys > 0
              ? "list fewer or shorter SSH keys: ed25519 keys are a fifth of RSA keys"
              : "shorten the values that every machine carries",
      },
    ];
  });
