import { awsRules } from "../../rules/aws/index.ts";
import { terraform } from "../../terraform/index.ts";
import { resolveAws } from "./aws-resolve.ts";
import type { PlatformVariant } from "./platform.ts";

/** EC2 machines in a VPC, brought up by Terraform. */
export const aws: PlatformVariant = { type: "aws", resolve: resolveAws, rules: awsRules, generate: terraform };
