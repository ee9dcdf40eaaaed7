/** What scripts of machines call as `aws`, where the image brings nothing of the name. */
import type { Cluster, Os } from "../../../../model/cluster.ts";
import type { MachinePart } from "../../../../model/machine.ts";
import { script } from "../../../../parts/files.ts";
import { earlyDocker } from "./early-docker.ts";

const COMMANDS: Readonly<Record<Os["awsClient"], (cluster: Cluster) => MachinePart>> = {
  image: () => ({ files: [], units: [] }),
  container: earlyDocker,
  requests: () => ({ files: [script("/opt/bin/aws", "machine/aws-requests", ["os", "family"])], units: [] }),
};

export const awsCommand = (cluster: Cluster): MachinePart => COMMANDS[cluster.os.awsClient](cluster);
