/** The AWS command line on images that do not bring it: a container of a docker that runs before anything else. */

import type { SpecPath } from "../../../../../schema/diagnostics.ts";
import type { Cluster } from "../../../../model/cluster.ts";
import type { MachinePart } from "../../../../model/machine.ts";
import { byProxy, mirrorOptions } from "../../../../parts/egress.ts";
import { script } from "../../../../parts/files.ts";
import { RESTART, startedWhen, unit } from "../../../../parts/units.ts";

const FROM: readonly SpecPath[] = [["os", "awsCliImage"], ["kubernetes", "version"], ["egress"]];

/** It has no network of its own and shares nothing with the docker of the pods, which waits for the pod network. */
export const earlyDocker = (cluster: Cluster): MachinePart => ({
  files: [script("/opt/bin/aws", "machine/aws-container", ...FROM)],
  units: [
    unit(
      "early-docker.service",
      "Runs the AWS command line before there is a pod network.",
      FROM,
      [
        ["Description", "Docker for the boot"],
        ["Wants", "network-online.target"],
        ["After", "network-online.target"],
      ],
      [
        ...byProxy(cluster),
        [
          "ExecStart",
          [
            "/usr/bin/docker",
            cluster.kubernetes.features.dockerDaemon,
            "--host=unix:///var/run/early-docker.sock",
            "--bridge=none",
            "--iptables=false",
            "--ip-masq=false",
            "--graph=/var/lib/early-docker",
            "--pidfile=/var/run/early-docker.pid",
            ...mirrorOptions(cluster),
          ],
        ],
        ...startedWhen("docker --host=unix:///var/run/early-docker.sock info >/dev/null 2>&1"),
        ...RESTART,
      ],
    ),
  ],
});
