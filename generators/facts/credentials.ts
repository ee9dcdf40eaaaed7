/**
 * What credentials look like, so that none is laid open by mistake. Shapes that their issuers documented so that scanners
 * find them: AWS's key ids (IAM User Guide, "unique identifiers"), PEM (RFC 7468), GitHub's, GitLab's, Slack's, Google's,
 * npm's, Stripe's and Vault's prefixes of tokens, as the rules of gitleaks and GitHub's secret scanning list them.
 */
const SHAPES: readonly (readonly [what: string, shape: RegExp])[] = [
  ["the id of an access key", /\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}\b/],
  ["a private key", /-----BEGIN (?:[A-Z]{2,10} ){0,2}PRIVATE KEY(?: BLOCK)?-----/],
  ["a token of GitHub", /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{82})\b/],
  ["a token of GitLab", /\bglpat-[A-Za-z0-9_-]{20}\b/],
  ["a token of Slack", /\bxox[abprs]-[A-Za-z0-9-]{10}/],
  ["a Google API key", /\bAIza[A-Za-z0-9_-]{35}\b/],
  ["a token of npm", /\bnpm_[A-Za-z0-9]{36}\b/],
  ["a live key of Stripe", /\b[rs]k_live_[A-Za-z0-9]{10}/],
  ["a token of Vault", /\bhv[bs]\.[A-Za-z0-9_-]{20}/],
];

/** What a text holds that looks like a credential; undefined when nothing does. */
export const credentialIn = (text: string): string | undefined => SHAPES.find(([, shape]) => shape.test(text))?.[0];

/** Names of variables and files that hold credentials, after what the tools that write them call them. */
const SECRET_NAME =
  /(?:^|[^a-z])(?:secrets?|tokens?|passwords?|passwd|passphrase|credentials?|api_?keys?|access_?keys?|private_?keys?|htpasswd|kubeconfig)(?:[^a-z]|$)/;
const SECRET_FILE =
  /^(?:id_(?:rsa|dsa|ecdsa|ed25519)|.*\.(?:key|p12|pfx|jks|kdbx|ppk|keytab|tfstate|tfstate\.backup|tfvars))$/;

/** Whether a variable's name, or a file's path, says that a credential is in it. */
export const namesCredential = (name: string): boolean =>
  name
    .toLowerCase()
    .split("/")
    .some((part) => SECRET_NAME.test(part) || SECRET_FILE.test(part));
