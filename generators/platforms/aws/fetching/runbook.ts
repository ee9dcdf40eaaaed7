/** What the runbook says alike of all machines that fetch what they consist of. */
import { OPERATOR_KUBECONFIG } from "../../../facts/paths.ts";
import type { Cluster } from "../../../model/cluster.ts";
import { cited } from "../../../text/provenance.ts";
import { joinParameter } from "../place/naming.ts";
import { awsValues } from "../runbook.ts";
import type { FetchingPlace } from "./place/model.ts";

type FetchingCluster = Cluster<FetchingPlace>;

export const subnetRows = ({ existing, zones, publicSubnets }: FetchingPlace) => [
  ...zones.map(({ name, subnet }) => ({
    kind: "private",
    zone: name,
    range: existing?.privateSubnets[name] ?? subnet,
  })),
  ...publicSubnets.flatMap(({ name, subnet }) => {
    const range = existing === null ? subnet : existing.publicSubnets[name];
    return range === undefined ? [] : [{ kind: "public", zone: name, range }];
  }),
];

const IMAGE_BRINGS = "it has control groups of version 2, a curl of 8.0 or later, and the agent of Systems Manager";

/** What has to be there before anything of today's releases is. */
const needed = ({ platform, os }: FetchingCluster, rootDisk: string): readonly string[] => [
  `Terraform ${String(awsValues(platform).terraformVersion)} or later, and AWS credentials in the environment (AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY).`,
  "jq, and the AWS command line with its Session Manager plugin: stacks/apply.sh looks into Terraform's plans, and at who is still there; sessions lead to the machines.",
  `Bucket names are global, and the data stack makes these, so they are free: ${platform.data.buckets.map(({ name }) => name).join(", ")}.`,
  ...(platform.keyPair === null ? [] : [`The EC2 key pair ${platform.keyPair} exists in ${platform.region}.`]),
  platform.image.kind === "id"
    ? `The image ${platform.image.id} exists in ${platform.region} and your account may use it.${rootDisk} ${IMAGE_BRINGS}.`
    : `Your account may use images of the account ${os.published?.owner}, which publishes ${os.family} ${platform.image.release}.`,
];

/** Which alarms there are, and whom they tell; nothing where there are none. */
export const alarmWords = ({ name, platform: { alarms } }: FetchingCluster): string =>
  alarms === null
    ? ""
    : `whose names begin with ${name}., ${alarms.topic === null ? "which tell nobody (platform.alarms.topic)" : `which tell ${alarms.topic}`}`;

export const zoneCount = ({ zones }: FetchingPlace): string =>
  zones.length === 1 ? "one zone" : `${zones.length} zones`;

/** The pools, and where the spec says how many nodes each has. */
export const scalable = (cluster: FetchingCluster) =>
  cluster.nodePools.map((pool, index) => ({
    name: pool.name,
    cite: cited(cluster, ["nodePools", index, "count"])[0] ?? "",
  }));

/** Of today's releases; `rootDisk` is what there is to say of the image's own disk. */
export const todaysWords = (cluster: FetchingCluster, rootDisk: string) => ({
  needed: needed(cluster, rootDisk),
  operatorKubeconfig: OPERATOR_KUBECONFIG,
  joinParameter: joinParameter(cluster.name),
  diskZone: cluster.platform.zones[0]?.name ?? "",
  imageNewest: cluster.platform.image.kind === "id" ? "" : "yes",
});
