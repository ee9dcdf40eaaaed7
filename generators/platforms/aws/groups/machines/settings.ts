import { apiUrl } from "../../../../facts/endpoints.ts";
import { CONTROL_PLANE } from "../../../../facts/naming.ts";
import { type SettingsOf, todaysSettings } from "../../fetching/machines/settings.ts";
import type { GroupsPlace } from "../place/model.ts";

/** What else its scripts are told. */
const settingsBefore: SettingsOf<GroupsPlace> = (cluster, group, { directory }) => {
  const { platform, kubernetes, etcd, os, programs } = cluster;
  const { program, client, isFetched } = os.etcd2;
  const isNode = group.role !== CONTROL_PLANE;
  const keepsEtcd = !isNode && etcd.endpoints.length === 0;
  return [
    ["GROUP", group.name],
    ["CONTROL_PLANE_GROUP", platform.controlPlane.name],
    ["API_URL", apiUrl(cluster)],
    ["ENVIRONMENT", platform.environment],
    ["MASTER_TAG", platform.controlPlane.tag],
    ["RECORD", group.record],
    ["KUBERNETES_VERSION", kubernetes.version],
    ["KUBERNETES_RELEASE", kubernetes.binariesUrl],
    ["DATA_DIRECTORIES", [directory, ...(keepsEtcd ? ["etcd"] : []), ...(isNode ? ["kubelet"] : [])].join(" ")],
    ...(keepsEtcd
      ? ([
          ["ETCD_PROGRAM", program],
          ["ETCD_CLIENT", client],
          ...(isFetched
            ? [
                ["ETCD_ARCHIVE", etcd.archiveUrl] as const,
                ...(programs.etcd === undefined ? [] : [["ETCD_DIGEST", programs.etcd] as const]),
              ]
            : []),
          ["BACKUP_PREFIX", platform.backup.prefix],
        ] as const)
      : []),
  ];
};

export const settings: SettingsOf<GroupsPlace> = (cluster, group, runtime) =>
  (cluster.platform.isToday ? todaysSettings : settingsBefore)(cluster, group, runtime);
