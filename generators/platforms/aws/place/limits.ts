import { linesOf, type Token } from "../../../model/token.ts";

/** EC2's limit on user-data, in bytes before base64. */
export const MAX_USER_DATA = 16_384;

/** What Terraform puts in the place of a token may be as long as a DNS name. */
const LONGEST_VALUE = 253;

/** The bytes of a user-data when Terraform has filled in what it knows, at the most. */
export const userDataBytes = (tokens: readonly Token[], userData: string): number =>
  tokens
    .filter(({ source }) => source?.kind === "terraform")
    .reduce(
      (sum, { name }) => sum + linesOf(userData, name).length * LONGEST_VALUE,
      new TextEncoder().encode(userData).length,
    );
