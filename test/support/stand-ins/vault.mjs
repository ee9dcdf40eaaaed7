#!/usr/bin/env node
/**
 * Stands in for the vault binary: records what it was given, and serves over TLS as much of Vault's API as
 * initialising and unsealing take. Usage: vault server -config=FILE [ARGUMENT...]; RECORD names the record.
 */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:https";

const record = (entry) => appendFileSync(process.env.RECORD, `${JSON.stringify(entry)}\n`);
record({ argv: process.argv.slice(2) });

const config = readFileSync(process.argv.find((word) => word.startsWith("-config=")).slice("-config=".length), "utf8");
record({ config });
const setting = (name) => new RegExp(`${name}\\s*=\\s*"([^"]*)"`).exec(config.slice(config.indexOf("listener")))[1];
const [host, port] = setting("address").split(":");

// What a real Vault keeps in Consul outlives the process.
const store = `${process.env.RECORD}.store`;
const state = { sealed: true, given: new Set() };
const stored = () => (existsSync(store) ? JSON.parse(readFileSync(store, "utf8")) : null);

const answers = {
  "GET /v1/sys/init": () => ({ initialized: stored() !== null }),
  "PUT /v1/sys/init": ({ secret_shares: shares, secret_threshold: threshold }) => {
    if (stored() !== null || process.env.REFUSE_INIT) return { status: 400, errors: ["Vault is already initialized"] };
    const keys = Array.from({ length: shares }, (_, index) => `unseal-key-${index}-secret`);
    writeFileSync(store, JSON.stringify({ keys, threshold }));
    return { keys, keys_base64: keys, root_token: "root-token-secret" };
  },
  "GET /v1/sys/seal-status": () => ({ sealed: state.sealed }),
  "PUT /v1/sys/unseal": ({ key }) => {
    if (!stored().keys.includes(key)) return { status: 400, errors: ["invalid key"] };
    state.given.add(key);
    state.sealed = state.given.size < stored().threshold;
    return { sealed: state.sealed };
  },
  "GET /v1/sys/health": () => ({}),
};

const server = createServer({ cert: readFileSync(setting("tls_cert_file")), key: readFileSync(setting("tls_key_file")) });
server.on("request", async (request, response) => {
  const [path] = request.url.split("?");
  let body = "";
  for await (const chunk of request) body += chunk;
  record({ call: `${request.method} ${path}` });
  const policy = /^PUT \/v1\/sys\/policies\/acl\/(.+)$/.exec(`${request.method} ${path}`)?.[1];
  if (policy !== undefined) {
    const may = !state.sealed && request.headers["x-vault-token"] === "root-token-secret";
    if (may) record({ policy, rules: JSON.parse(body).policy });
    response.writeHead(may ? 204 : 403).end();
    return;
  }
  const { status = 200, ...answer } = answers[`${request.method} ${path}`]?.(body === "" ? {} : JSON.parse(body)) ?? { status: 404 };
  response.writeHead(status).end(JSON.stringify(answer));
});
server.listen(Number(port), host);
process.on("SIGTERM", () => {
  record({ signal: "SIGTERM" });
  process.exit(0);
});
process.on("SIGUSR2", () => process.exit(7));
