import type { Finding } from "../../../../../schema/diagnostics.ts";
import { API_NAME, CONTROL_PLANE_TAG, IMAGES_PREFIX, PROGRAMS_PREFIX } from "../../place/naming.ts";
import type { FetchingPlace } from "../place/model.ts";

/** IAM's limit on the name of a role; an auto-scaling group's and a launch template's are wider. */
const ROLE_NAME = 64;

/** Names that are taken where a pool's name stands: in the zones, in the bucket, among the addresses. */
const TAKEN: ReadonlyMap<string, string> = new Map([
  [CONTROL_PLANE_TAG, "the API's name in the zones is"],
  [API_NAME, "the API's name in the zones is"],
  ["addons", "the manifests' place in the bucket is"],
  ["backups", "the place of etcd's snapshots in the bucket is"],
  [PROGRAMS_PREFIX, "the place of carried programs in the bucket is"],
  [IMAGES_PREFIX, "the place of carried images in the bucket is"],
  ["nat", "the addresses of the NAT gateways are"],
]);

/** Names of pools that something else has, and names that are made of them and too long. */
export const poolNames = ({ pools }: FetchingPlace): readonly Finding[] =>
  pools.flatMap(({ role: pool, roleName: iamRole }, index): readonly Finding[] => {
    const path = ["nodePools", index, "name"] as const;
    const owner = TAKEN.get(pool);
    if (owner !== undefined) {
      const message = `a node pool cannot be called "${pool}": ${owner}`;
      return [{ code: "duplicate-name", places: [{ path }], message, help: "give the pool another name" }];
    }
    if (iamRole.length <= ROLE_NAME) return [];
    const message = `the name "${iamRole}" of the pool's role has ${iamRole.length} characters; IAM takes ${ROLE_NAME}`;
    return [
      {
        code: "name-limit",
        places: [{ path }, { path: ["name"], label: "the cluster" }],
        message,
        help: "choose shorter names",
      },
    ];
  });
