import type { OwnFile } from "../../cluster.ts";
import { CONTROL_PLANE } from "../../naming.ts";
import type { AwsAutoscalingPlatform } from "../../platform.ts";
import { API_TOKEN } from "../../tokens/place-tokens.ts";
import { token } from "../../tokens/token.ts";

/** The API server's list of those who may sign in: token, user, its id. */
export const API_TOKENS = "/etc/kubernetes/tokens.csv";

/** Who may sign in, where the API is reached from outside. */
export const apiTokens = ({ apiAccess }: AwsAutoscalingPlatform): readonly OwnFile[] =>
  apiAccess.length === 0
    ? []
    : [
        {
          path: API_TOKENS,
          content: `${token(API_TOKEN)},operator,operator\n`,
          mode: "0600",
          machines: [CONTROL_PLANE],
          neededBy: "kube-apiserver.service",
          from: ["platform", "access", "api"],
        },
      ];
