/**
 * What coreos-cloudinit does with a cloud-config, as far as we rely on it, applied to a directory tree:
 * `$private_ipv4` and `$public_ipv4` are replaced in the whole text before it is parsed; files are written with
 * mode and owner; the addresses go to /etc/environment; units are placed in their order, then enabled, then
 * their commands are run in the same order, each waited for. Sources: coreos-cloudinit's
 * Documentation/cloud-config.md and initialize/config.go.
 */
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { run } from "./tools.ts";

export interface Addresses {
  readonly private: string;
  readonly public: string;
}

interface CloudConfig {
  readonly write_files?: readonly { path: string; permissions?: string; owner?: string; content: string }[];
  readonly coreos?: {
    readonly units?: readonly {
      name: string;
      enable?: boolean;
      command?: string;
      content?: string;
      "drop-ins"?: readonly { name: string; content: string }[];
    }[];
  };
}

const UNITS = "etc/systemd/system";

function put(root: string, path: string, content: string, mode: number): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
  chmodSync(join(root, path), mode);
}

const substituted = (text: string, addresses: Addresses): string =>
  text.replaceAll("$private_ipv4", addresses.private).replaceAll("$public_ipv4", addresses.public);

/** Leaves the commands to `coreos-cloudinit.service`, which runs them at every boot as the image does. */
export function applyCloudConfig(root: string, text: string, addresses: Addresses): void {
  if (text.split("\n")[0] !== "#cloud-config") throw new Error("not a cloud-config");
  const config = parse(substituted(text, addresses), { version: "1.1" }) as CloudConfig;
  for (const { path, permissions, owner, content } of config.write_files ?? []) {
    put(root, path, content, Number.parseInt(permissions ?? "0644", 8));
    if (owner !== undefined) run("chroot", [root, "chown", owner, path]);
  }
  put(
    root,
    "etc/environment",
    `COREOS_PRIVATE_IPV4=${addresses.private}\nCOREOS_PUBLIC_IPV4=${addresses.public}\n`,
    0o644,
  );
  const units = config.coreos?.units ?? [];
  for (const { name, content, "drop-ins": dropIns } of units) {
    if (content !== undefined) put(root, join(UNITS, name), content, 0o644);
    for (const dropIn of dropIns ?? []) put(root, join(UNITS, `${name}.d`, dropIn.name), dropIn.content, 0o644);
  }
  const enabled = units.filter(({ enable }) => enable === true).map(({ name }) => `systemctl enable ${name}`);
  const commands = units.flatMap(({ name, command }) =>
    command === undefined ? [] : [`systemctl ${command} ${name} || true`],
  );
  put(
    root,
    "usr/lib/coreos/commands",
    ["#!/bin/bash", ...enabled, "systemctl daemon-reload", ...commands, ""].join("\n"),
    0o755,
  );
  const service =
    "[Unit]\nAfter=basic.target network.target dbus.service\n[Service]\nType=oneshot\nRemainAfterExit=yes\nTimeoutStartSec=infinity\nExecStart=/usr/lib/coreos/commands\n";
  put(root, join(UNITS, "coreos-cloudinit.service"), service, 0o644);
  const wants = join(root, UNITS, "multi-user.target.wants");
  mkdirSync(wants, { recursive: true });
  run("ln", ["-sfn", "../coreos-cloudinit.service", join(wants, "coreos-cloudinit.service")]);
}
