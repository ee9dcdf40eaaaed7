/** How a machine reaches what is outside of the cluster: what has to be there before it asks anybody. */
import type { SpecPath } from "../../schema/diagnostics.ts";
import { DOCKER_HUB, proxyVariables } from "../facts/egress.ts";
import type { Cluster } from "../model/cluster.ts";
import type { MachineFile, MachinePart } from "../model/machine.ts";
import { type Entries, raw, type Unit, unitPath } from "../model/units.ts";
import { shellWord } from "../text/encoders.ts";
import { machineFile } from "./files.ts";
import { unit } from "./units.ts";

/** What leads programs to the proxy, as units and shells read it; only there where there is one. */
const PROXY_ENVIRONMENT = "/etc/proxy-environment";

/** What decides about the proxy: the registry's name, too, which is not asked through it. */
const PROXY: readonly SpecPath[] = [
  ["os", "family"],
  ["egress", "proxy"],
  ["egress", "noProxy"],
  ["network", "domain"],
  ["name"],
];
const TIME_SERVERS: readonly SpecPath[] = [
  ["os", "family"],
  ["egress", "timeServers"],
];

/** What of an image asks the outside by itself, from before it is told anything. */
export interface ImageServices {
  /** One that reads its proxy from a variable: `update-engine`, `ALL_PROXY` */
  readonly updater: { readonly service: string; readonly variable: string } | null;
  /** Those that may keep the time; an image has one of them. */
  readonly clocks: readonly Clock[];
}

interface Clock {
  readonly service: string;
  readonly path: string;
  /** All that the file says. */
  readonly settings: (servers: readonly string[]) => readonly string[];
}

/** What chrony of the Red Hat family is set up with, but for the servers. */
export const chrony: Clock = {
  service: "chronyd.service",
  path: "/etc/chrony.conf",
  settings: (servers) => [
    ...servers.map((server) => `server ${server} iburst`),
    "driftfile /var/lib/chrony/drift",
    "makestep 1.0 3",
    "rtcsync",
    "logdir /var/log/chrony",
  ],
};

/** systemd's own, which reads one file and falls back to servers that the image names. */
export const timesyncd: Clock = {
  service: "systemd-timesyncd.service",
  path: "/etc/systemd/timesyncd.conf",
  // Those that it falls back to would be asked as soon as these are silent.
  settings: (servers) => ["[Time]", `NTP=${servers.join(" ")}`, "FallbackNTP="],
};

/** A unit that asks nobody but the outside goes by the proxy as a whole. */
export const byProxy = ({ egress }: Cluster): Entries =>
  egress.proxy === null ? [] : [["EnvironmentFile", PROXY_ENVIRONMENT]];

/** What docker is told of mirrors: it has them for Docker Hub alone. */
export const mirrorOptions = ({ egress }: Cluster): readonly string[] =>
  (egress.mirrors[DOCKER_HUB] ?? []).map((url) => `--registry-mirror=${url}`);

function environment(cluster: Cluster): MachineFile {
  const variables = Object.entries(proxyVariables(cluster));
  // Both spellings: curl reads `http_proxy` in lower case alone, others know capitals.
  const both = [...variables.map(([name, value]) => [name.toUpperCase(), value] as const), ...variables];
  const lines = both.map(([name, value]) => `${name}=${shellWord(value)}\n`);
  return machineFile(PROXY_ENVIRONMENT, "0644", lines.join(""), ...PROXY);
}

const SYSTEMCTL = "/usr/bin/systemctl";

/** Starts services of the image again, which run already. Of several it has one: that the others are missing is no failure. */
function again(name: string, comment: string, services: readonly string[], from: readonly SpecPath[]): Unit {
  const restart = ["try-restart", ...services];
  const about: Entries = [["Description", comment.split(/[,.]/, 1).join("")]];
  return unit(name, comment, from, about, [
    ["Type", "oneshot"],
    ["RemainAfterExit", "yes"],
    ["ExecStart", services.length > 1 ? [raw(`-${SYSTEMCTL}`), ...restart] : [SYSTEMCTL, ...restart]],
  ]);
}

function proxy(cluster: Cluster, { updater }: ImageServices): readonly MachinePart[] {
  const { egress } = cluster;
  if (egress.proxy === null) return [];
  const own: MachinePart = { files: [environment(cluster)], units: [] };
  if (updater === null) return [own];
  const { service, variable } = updater;
  const setting = `[Service]\nEnvironment=${variable}=${egress.proxy.url}\n`;
  const told: MachinePart = {
    files: [machineFile(`${unitPath(service)}.d/10-proxy.conf`, "0644", setting, ...PROXY)],
    units: [
      again(
        "updater-proxy.service",
        "Leads the image's updater to the proxy, which it was started without.",
        [service],
        PROXY,
      ),
    ],
  };
  return [own, told];
}

function clock({ egress: { timeServers } }: Cluster, { clocks }: ImageServices): readonly MachinePart[] {
  if (timeServers.length === 0) return [];
  const text = ({ settings }: Clock): string =>
    settings(timeServers)
      .map((line) => `${line}\n`)
      .join("");
  const comment = "Leads the image's clock to the time servers, which it was started without.";
  const services = clocks.map(({ service }) => service);
  return [
    {
      files: clocks.map((each) => machineFile(each.path, "0644", text(each), ...TIME_SERVERS)),
      units: [again("time-servers.service", comment, services, TIME_SERVERS)],
    },
  ];
}

/** What machines have of it, by what their image brings. */
export const egress = (cluster: Cluster, image: ImageServices): readonly MachinePart[] => [
  ...proxy(cluster, image),
  ...clock(cluster, image),
];
