import { CONTROL_PLANE } from "../../../../facts/naming.ts";
import type { OwnFile } from "../../../../model/cluster.ts";
import { token } from "../../../../model/token.ts";
import { API_TOKEN } from "../../fetching/place/tokens.ts";
import type { GroupsPlace } from "./model.ts";

/** The API server's list of those who may sign in: token, user, its id. */
export const API_TOKENS = "/etc/kubernetes/tokens.csv";

/** Who may sign in, where the API is reached from outside. */
export const apiTokens = ({ apiAccess }: GroupsPlace, apiUnit: string): readonly OwnFile[] =>
  apiAccess.length === 0
    ? []
    : [
        {
          path: API_TOKENS,
          content: `${token(API_TOKEN)},operator,operator\n`,
          mode: "0600",
          owner: "root:root",
          machines: [CONTROL_PLANE],
          neededBy: apiUnit,
          from: ["platform", "access", "api"],
        },
      ];
