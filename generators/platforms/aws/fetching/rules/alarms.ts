import type { Finding } from "../../../../../schema/diagnostics.ts";
import type { Rule } from "../../../../model/variants.ts";
import type { FetchingPlace } from "../place/model.ts";

/** An alarm tells a topic of its own region and partition ("Amazon SNS topics must be in the same region", PutMetricAlarm). */
export const alarmTopic: Rule<FetchingPlace> = ({ platform: { alarms, region, partition } }) => {
  if (alarms === null || alarms.topic === null) return [];
  const [, itsPartition = "", , itsRegion = ""] = alarms.topic.split(":");
  if (itsPartition === partition && itsRegion === region) return [];
  const finding: Finding = {
    code: "unsupported-combination",
    places: [
      { path: ["platform", "alarms", "topic"] },
      { path: ["platform", "region"], label: "the region of the alarms" },
    ],
    message: `alarms of ${region} cannot tell a topic of ${itsRegion}`,
    help: `name a topic of ${region}, arn:${partition}:sns:${region}:<account>:<name>`,
  };
  return [finding];
};
