/** Hosts that `push.sh` reaches over a real sshd, from the network that they are on. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Furnishing, Machine, must, Network, prepareTree, reachedBySsh } from "./booted.ts";
import { compileText } from "./cases.ts";
import { until } from "./processes.ts";

export class PushedHosts {
  readonly place: string;
  /** Where the output is that is pushed. */
  readonly out: string;
  readonly machines = new Map<string, Machine>();
  /** Made by `boot`. */
  network!: Network;
  private readonly key: string;

  constructor(private readonly label: string) {
    this.place = mkdtempSync(join(tmpdir(), `clusterwright-${label}-`));
    this.out = join(this.place, "out");
    this.key = join(this.place, "key");
  }

  machine(name: string): Machine {
    return this.machines.get(name) as Machine;
  }

  /** Boots hosts that know each other's names, and waits until they can be logged in to. */
  async boot(hosts: readonly (readonly [name: string, address: string])[], furnishing?: Furnishing): Promise<void> {
    prepareTree();
    must("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", this.key);
    this.network = new Network(this.label);
    const reached = reachedBySsh(readFileSync(`${this.key}.pub`, "utf8"), furnishing);
    const names = hosts.map(([name, address]) => `${address} ${name}\n`).join("");
    for (const [name, address] of hosts) {
      const each = new Machine(this.place, name, this.network, address, reached);
      each.write("etc/hosts", `127.0.0.1 localhost\n${names}`);
      this.machines.set(name, each);
      each.boot();
    }
    for (const { name, address, root } of this.machines.values()) {
      const [type, hostKey] = readFileSync(join(root, "etc/ssh/ssh_host_ed25519_key.pub"), "utf8").split(" ");
      writeFileSync(join(this.place, "known"), `${address} ${type} ${hostKey}\n`, { flag: "a" });
      const answers = ["bash", "-c", `true >/dev/tcp/${address}/22`];
      await until(`sshd of ${name}`, () => this.network.run(...answers).status === 0);
    }
  }

  async remove(): Promise<void> {
    await Promise.all([...this.machines.values()].map((each) => each.kill()));
    for (const each of this.machines.values()) await each.remove();
    this.network?.remove([...this.machines.values()].map((each) => each.namespace));
    rmSync(this.place, { recursive: true, force: true });
  }

  /** Writes an output in the place of an earlier one; what only its operator has there stays. */
  write(text: string, directory = this.out): ReadonlyMap<string, string> {
    const compiled = compileText(text);
    if (!compiled.ok) throw new Error(compiled.diagnostics.map(({ message }) => message).join("; "));
    rmSync(join(directory, "machines"), { recursive: true, force: true });
    for (const { path, content, mode } of compiled.artifacts) {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      writeFileSync(join(directory, path), content, { mode: mode ?? 0o644 });
    }
    return new Map(compiled.artifacts.map(({ path, content }) => [path, content]));
  }

  pushFrom(directory: string, options: string, ...args: readonly string[]) {
    const all = `SSH_OPTIONS=-i ${this.key} -o UserKnownHostsFile=${this.place}/known ${options}`;
    return this.network.run("env", all, `${directory}/push.sh`, ...args);
  }

  push(...args: readonly string[]) {
    return this.pushFrom(this.out, "", ...args);
  }

  shown(name: string, unit: string, property: string): string {
    return this.machine(name).exec("systemctl", "show", `--property=${property}`, "--value", unit).stdout.trim();
  }
}
