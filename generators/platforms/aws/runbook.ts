/** What the runbook says alike of every place on AWS. */
import { terraformVersion } from "../../terraform/state.ts";
import type { AwsPlace } from "./place/model.ts";
import { stacksOf } from "./place/stacks.ts";

const lastSnapshot = ({ database }: AwsPlace["data"]): string =>
  database === null
    ? ""
    : `RDS keeps a last snapshot, ${database.finalSnapshot}; one of that name from an earlier life has to go first.`;

/** The values of both templates. */
export function awsValues(place: AwsPlace): Readonly<Record<string, unknown>> {
  const { data, state, hardware } = place;
  const stacks = stacksOf(place);
  const hasData = data.database !== null || data.buckets.length > 0;
  return {
    region: place.region,
    keyPair: place.keyPair ?? "",
    image: place.image.kind === "id" ? place.image.id : "",
    vpcCidr: place.vpcCidr,
    instanceType: hardware.controlPlane.instanceType,
    diskSize: hardware.controlPlane.diskSize,
    securityGroups: place.securityGroups.map(({ name }) => name),
    zones: place.zones,
    stackOrder: stacks.join(", then "),
    destroyOrder: [...stacks].reverse().join(", then "),
    lastStack: stacks.at(-1),
    statePlace: state === null ? "" : `s3://${state.bucket}/${state.prefix}/`,
    terraformVersion: terraformVersion(place).replace(">= ", "").split(".", 2).join("."),
    databaseZones: data.database === null ? "" : "yes",
    protectedData: hasData && data.protected ? "yes" : "",
    openData: hasData && !data.protected ? "yes" : "",
    lastSnapshot: ` ${lastSnapshot(data)}`.trimEnd(),
  };
}

/** What Terraform itself needs. */
export const awsFoundations = ({ state }: AwsPlace): readonly string[] =>
  state === null ? [] : [`The bucket ${state.bucket} exists in ${state.region}; Terraform keeps its state there.`];
